package org.tweedie.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.operator.Simulation;
import org.tweedie.api.spi.operator.Simulator;

/** Makes small objects of a provider that is known only by its declarations. */
final class Specimen {
  /** Small ones first; a simulator whose defaults need more room refuses those. */
  private static final int[][] SIZES = {
    {24, 20}, {17, 15}, {48, 40}, {45, 101}, {64, 96}, {128, 128}
  };

  private static final int ENOUGH = 2;

  private Specimen() {}

  /**
   * The verdicts of the rules of the provider's kind.
   *
   * @param set its options, where they are not the defaults
   * @param context what it is given to make something
   */
  static List<RuleOutcome> check(
      Provider p, Map<String, String> set, Function<Options, Context> context) {
    if (p instanceof OperatorProvider operator) {
      return operator(operator, set);
    }
    return p instanceof PriorProvider prior
        ? prior(prior, context.apply(Options.bind(p.options(), set)), !set.isEmpty())
        : sampler((SamplerProvider) p, set, context);
  }

  private static List<RuleOutcome> operator(OperatorProvider p, Map<String, String> set) {
    Optional<Simulator> simulator = p.simulator();
    if (simulator.isEmpty()) {
      return List.of(
          RuleOutcome.untested(RuleOutcome.Kind.OPERATOR, "the provider has no simulator"));
    }
    List<Measurement> all = new ArrayList<>();
    Optional<RuleOutcome> broken = Optional.empty();
    String why = "";
    for (int[] size : SIZES) {
      for (Space space : List.of(Space.complex(size), Space.real(size))) {
        if (all.size() == ENOUGH) {
          break;
        }
        try {
          all.add(measured(p, set, simulator.get(), space));
          break; // one kind of scalar a size
        } catch (TweedieException e) {
          why = e.getMessage();
        } catch (RuntimeException | LinkageError e) {
          broken = broken.or(() -> Optional.of(RuleOutcome.failed(RuleOutcome.Kind.OPERATOR, e)));
        }
      }
    }
    if (all.isEmpty() && broken.isEmpty() && !set.isEmpty()) {
      throw new InvalidOptionException(
          "with " + set + ": " + why, "see tweedie describe " + p.id());
    }
    List<RuleOutcome> outcomes = new ArrayList<>(broken.stream().toList());
    if (!all.isEmpty()) {
      outcomes.addAll(check(all));
    } else if (broken.isEmpty()) {
      outcomes.add(
          RuleOutcome.untested(
              RuleOutcome.Kind.OPERATOR, "nothing small can be simulated: " + why));
    }
    return outcomes;
  }

  private static List<RuleOutcome> check(List<Measurement> all) {
    List<Likelihood> likelihoods = all.stream().map(Measurement::likelihood).toList();
    try {
      return Subjects.check(
          new Subjects.Operators(
              likelihoods.stream().map(Likelihood::operator).toList(), likelihoods));
    } finally {
      all.forEach(Measurement::close);
    }
  }

  /** A smooth bright disc, simulated with the defaults and prepared with the defaults. */
  private static Measurement measured(
      OperatorProvider p, Map<String, String> set, Simulator simulator, Space space) {
    Field image = Field.zeros(space);
    int width = space.dim(1);
    for (int i = 0; i < space.size(); i++) {
      double y = 2.0 * (i / width) / space.dim(0) - 1;
      double x = 2.0 * (i % width) / width - 1;
      double v = 1 / (1 + Math.exp(12 * (Math.hypot(x, y) - 0.7)));
      image.data()[i * space.scalar().components()] = (float) v;
    }
    Map<String, Field> made =
        simulator.simulate(
            Simulation.of(image, Options.defaults(simulator.options()), new CounterNoise(1)));
    Set<String> declared = p.inputs().stream().map(InputSpec::id).collect(Collectors.toSet());
    Map<String, Field> inputs = new LinkedHashMap<>(made);
    inputs.keySet().retainAll(declared);
    return p.prepare(Preparation.of(inputs, Options.bind(p.options(), set)));
  }

  private static List<RuleOutcome> prior(PriorProvider p, Context context, boolean chosen) {
    try {
      List<Space> spaces =
          p.card(context).spaces().stream().flatMap(s -> spaces(s).stream()).distinct().toList();
      p.create(context, spaces.get(0)).close();
      return Subjects.check(
          new Subjects.Priors(s -> p.create(context, s), spaces, s -> Optional.empty()));
    } catch (TweedieException e) {
      if (chosen) {
        throw e; // what was asked for cannot be checked
      }
      return List.of(
          RuleOutcome.untested(
              RuleOutcome.Kind.PRIOR,
              "the defaults make no prior (give others with --set): " + e.getMessage()));
    }
  }

  /**
   * Small spaces of each kind of scalar that the pattern accepts: one of a dozen pixels a side, and
   * one small enough for the rules that compare with dense matrices.
   */
  static List<Space> spaces(SpacePattern pattern) {
    return IntStream.of(12, 5)
        .mapToObj(side -> shape(pattern, side))
        .flatMap(
            shape ->
                Arrays.stream(Scalar.values())
                    .filter(s -> pattern.scalar().isEmpty() || pattern.scalar().get() == s)
                    .map(s -> Space.of(s, shape)))
        .distinct()
        .toList();
  }

  /** The smallest shape of a pattern with free sides of at least some length. */
  private static int[] shape(SpacePattern pattern, int side) {
    int k = pattern.multiple();
    return Arrays.stream(pattern.dims())
        .map(d -> d == SpacePattern.ANY ? k * Math.max(1, (side + k - 1) / k) : d)
        .toArray();
  }

  private static List<RuleOutcome> sampler(
      SamplerProvider p, Map<String, String> set, Function<Options, Context> context) {
    return Subjects.check(
        new Subjects.Samplers(p, Budgets.of(p).with(set), context, o -> SamplerLaws.of(p, o)));
  }
}
