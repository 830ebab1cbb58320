package org.tweedie.samplers.guidance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.samplers.core.DataTerms;
import org.tweedie.samplers.core.Start;
import org.tweedie.samplers.law.GuidanceLaw;
import org.tweedie.samplers.levels.Schedule;
import org.tweedie.samplers.levels.Transition;

/** The options that every guided sampler has: levels, start, transition, clipping. */
final class GuidedOptions {
  private final Options options;

  GuidedOptions(Options options) {
    this.options = options;
  }

  /**
   * What a method takes unless told otherwise.
   *
   * @param schedule ddpm, vp, edm or geometric
   * @param steps number of levels
   * @param sigmaMax first level, not for ddpm
   * @param sigmaMin last level, not for ddpm
   * @param start noise or data
   * @param transition ancestral, ddim or fraction
   * @param eta η of the last two
   */
  record Defaults(
      String schedule,
      int steps,
      double sigmaMax,
      double sigmaMin,
      String start,
      String transition,
      double eta) {}

  /** The declarations. */
  static List<OptionSpec> specs(Defaults d, OptionSpec... own) {
    List<OptionSpec> all = new ArrayList<>();
    all.add(
        OptionSpec.integer(
            "steps", d.steps(), 1, 1000, "noise levels, one network evaluation each"));
    all.addAll(List.of(own));
    all.add(
        OptionSpec.choice(
            "schedule",
            d.schedule(),
            List.of("ddpm", "vp", "edm", "geometric"),
            "noise levels: the DDPM table, continuous VP, EDM's poly-7 rule, or geometric"));
    all.add(
        OptionSpec.number(
            "sigma-max",
            d.sigmaMax(),
            1e-6,
            1e6,
            "first noise level, in the prior's units; the ddpm table has its own, 157"));
    all.add(
        OptionSpec.number(
            "sigma-min",
            d.sigmaMin(),
            1e-6,
            1e6,
            "last noise level before none, in the prior's units; the ddpm table has its own, 0.01"));
    all.add(
        OptionSpec.choice(
            "start",
            d.start(),
            List.of("noise", "data"),
            "start from noise, as published, or from noise around a regularised least-squares"
                + " reconstruction"));
    all.add(
        OptionSpec.choice(
            "transition",
            d.transition(),
            List.of("ancestral", "ddim", "fraction"),
            "way between levels: ancestral; DDIM with eta; or DDIM with the constant fraction eta"
                + " of fresh noise"));
    all.add(
        OptionSpec.number(
            "eta", d.eta(), 0, 1, "share of fresh noise of the transitions ddim and fraction"));
    all.add(
        OptionSpec.number(
            "prior-std",
            1,
            1e-6,
            1e6,
            "standard deviation of the images per real component, in the prior's units: weighs the"
                + " data where a formula assumes a prior variance"));
    all.add(
        OptionSpec.flag(
            "clip", false, "clip clean estimates to the value range on the prior's card"));
    return List.copyOf(all);
  }

  Schedule schedule() {
    int k = options.integer("steps");
    double max = options.number("sigma-max");
    double min = options.number("sigma-min");
    if (max < min) {
      throw new InvalidOptionException(
          "sigma-max is " + max + " and sigma-min is " + min, "make sigma-max the larger");
    }
    return switch (options.text("schedule")) {
      case "ddpm" -> Schedule.ddpm(k);
      case "vp" -> Schedule.vp(k, max, min);
      case "edm" -> Schedule.edm(k, max, min);
      default -> Schedule.geometric(k, max, min);
    };
  }

  Transition transition() {
    return switch (options.text("transition")) {
      case "ancestral" -> Transition.ancestral();
      case "ddim" -> Transition.ddim(options.number("eta"));
      default -> Transition.fraction(options.number("eta"));
    };
  }

  boolean startsFromData() {
    return options.text("start").equals("data");
  }

  /** τ, the standard deviation of the images per real component. */
  double priorDeviation() {
    return options.number("prior-std");
  }

  boolean clips() {
    return options.flag("clip");
  }

  /** What the start needs. */
  List<Requirement> requirements() {
    return startsFromData() ? proximalRequirements("for the start from data") : List.of();
  }

  /** What proximal steps need. */
  static List<Requirement> proximalRequirements(String reason) {
    return List.of(
        Requirement.likelihood(LinearGaussian.class, reason),
        Requirement.operator(NormalSolve.class, reason));
  }

  /** What the independent law needs to know. */
  GuidanceLaw.Setting lawSetting() {
    return new GuidanceLaw.Setting(
        schedule(),
        startsFromData() ? Optional.of(priorDeviation()) : Optional.empty(),
        GuidanceLaw.Way.valueOf(options.text("transition").toUpperCase(Locale.ROOT)),
        options.number("eta"));
  }

  GuidedSampling kernel(Problem problem, Correction correction) {
    PriorCard.ValueRange range = problem.prior().card().range();
    UnaryOperator<Field> clip =
        clips() ? x -> DataTerms.clipped(x, range.low(), range.high()) : UnaryOperator.identity();
    Start start = startsFromData() ? Start.data(priorDeviation()) : Start.noise();
    return new GuidedSampling(schedule(), start, correction, transition(), clip);
  }
}
