package org.tweedie.conformance.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tweedie.api.option.Options;
import org.tweedie.conformance.law.SplitGibbsLaw.PriorDraw;
import org.tweedie.conformance.law.SplitGibbsLaw.Sweep;
import org.tweedie.conformance.law.SplitGibbsLaw.Update;

/** The law of {@code dpnp}, for priors without a range: as published for images in [-1, 1]. */
public final class DpnpLaw implements SamplerLaw {
  private static final double LEAST = 0.01; // last level of ours, and of the table

  /** For the service loader. */
  public DpnpLaw() {}

  @Override
  public String sampler() {
    return "dpnp";
  }

  @Override
  public Optional<LawPredictor> law(Options o) {
    boolean published = Presets.published(o);
    boolean deterministic = o.text("denoiser").equals("ddim");
    double[] etas =
        couplings(
            Presets.number(o, "eta-max", 0.4, 0.3),
            Presets.number(o, "eta-min", 0.16, 0.01),
            Presets.integer(o, "hold", 4, 2),
            Presets.integer(o, "sweeps", 12, 38));
    boolean whole = published && !o.has("steps");
    int[] shares = whole ? new int[0] : shares(etas, Presets.integer(o, "steps", 0, 100));
    List<Sweep> sweeps = new ArrayList<>();
    for (int i = 0; i < etas.length; i++) {
      int share = whole ? Integer.MAX_VALUE : shares[i];
      PriorDraw draw =
          published ? released(etas[i], share, deterministic) : even(etas[i], share, deterministic);
      sweeps.add(new Sweep(etas[i], draw));
    }
    return Optional.of(
        SplitGibbsLaw.of(
            sweeps,
            published ? Optional.empty() : Optional.of(Presets.TAU),
            o.text("end").equals("data")));
  }

  /** Held at the largest η, then a geometric series to the smallest. */
  private static double[] couplings(double max, double min, int hold, int falling) {
    return DoubleStream.concat(
            DoubleStream.generate(() -> max).limit(hold),
            IntStream.range(0, falling)
                .mapToDouble(
                    i ->
                        falling == 1
                            ? min
                            : Math.exp(
                                Math.log(max)
                                    + (Math.log(min) - Math.log(max)) * i / (falling - 1))))
        .toArray();
  }

  /**
   * One level a sweep, the rest in proportion to {@code log(η/σ_min)}, by the rounded sums, so that
   * none is lost.
   */
  private static int[] shares(double[] etas, int budget) {
    double[] weights = Arrays.stream(etas).map(eta -> Math.log(Math.max(1, eta / LEAST))).toArray();
    double total = Arrays.stream(weights).sum();
    long[] sums = new long[etas.length + 1];
    double sum = 0;
    for (int i = 0; i < etas.length; i++) {
      sum += total > 0 ? weights[i] / total : 1.0 / etas.length;
      sums[i + 1] = Math.round(sum * (budget - etas.length));
    }
    return IntStream.range(0, etas.length).map(i -> 1 + (int) (sums[i + 1] - sums[i])).toArray();
  }

  /** Ours: EDM's levels from η itself. */
  private static PriorDraw even(double eta, int share, boolean deterministic) {
    double[] sigmas = eta <= LEAST ? new double[] {eta} : Levels.edm(share, eta, LEAST);
    return deterministic
        ? SplitGibbsLaw.deterministic(
            eta, Arrays.stream(sigmas).map(s -> shifted(eta, s)).toArray())
        : SplitGibbsLaw.stochastic(sigmas, Update.EULER);
  }

  /** The table of DDPM below η. */
  private static PriorDraw released(double eta, int share, boolean deterministic) {
    if (deterministic) {
      return SplitGibbsLaw.deterministic(eta, Levels.thinned(shiftedTable(eta), share));
    }
    double[] below = Arrays.stream(Levels.table()).filter(s -> s < eta).toArray();
    double[] sigmas = below.length == 0 ? new double[] {eta} : Levels.reversed(below);
    return SplitGibbsLaw.stochastic(Levels.thinned(sigmas, share), Update.SQUARE_ROOT);
  }

  /**
   * ᾱ of the shifted process where the denoiser sees σ ≤ η: {@code 1/σ² = ᾱ/(1 − ᾱ) + 1/η²}, both
   * what v and what z say of x.
   */
  static double shifted(double eta, double sigma) {
    double odds = Math.max(0, 1 / (sigma * sigma) - 1 / (eta * eta));
    return odds / (1 + odds);
  }

  /**
   * The released grid of the deterministic sampler: the table below η, every eighth entry for η >
   * 0.75, every second for η > 0.3, but each of the noisiest 14; steps of ᾱ by at most a factor
   * 1.1, on to 1e-4.
   */
  private static double[] shiftedTable(double eta) {
    double[] below = Arrays.stream(Levels.table()).filter(s -> s < eta).toArray();
    int stride = eta > 0.75 ? 8 : eta > 0.3 ? 2 : 1;
    List<Double> falling = new ArrayList<>();
    for (int i = 0; i < below.length; i++) {
      if (i % stride != 0 && i < below.length - 14) {
        continue;
      }
      double next = shifted(eta, below[i]);
      if (!falling.isEmpty()) {
        double from = falling.get(falling.size() - 1);
        int parts = (int) Math.ceil(Math.log(from / next) / Math.log(1.1) - 1e-9);
        for (int j = 1; j < parts; j++) {
          falling.add(from * Math.pow(next / from, j / (double) parts));
        }
      }
      falling.add(next);
    }
    if (falling.isEmpty()) {
      return new double[] {0};
    }
    for (double a = falling.get(falling.size() - 1) / 1.1; a >= 1e-4; a /= 1.1) {
      falling.add(a);
    }
    return Levels.reversed(falling.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
