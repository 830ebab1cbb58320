package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.conformance.reference.Coordinates;
import org.tweedie.conformance.reference.MatrixOperator;
import org.tweedie.conformance.reference.Mixture;
import org.tweedie.conformance.statistics.ChiSquare;
import org.tweedie.conformance.statistics.SlicedWasserstein;

/**
 * The rules S-1 to S-20 for samplers. Extend it in your test sources and give the provider; state
 * budgets if {@link Budgets#of} guesses them wrong.
 */
public abstract class SamplerRules extends SamplerLawRules {
  /** For subclasses. */
  protected SamplerRules() {}

  @Rule("S-18")
  @OneSeed
  @Label("S-18 a sampler declared exact is as close to a mixture posterior as exact draws are")
  void mixturePosterior(@ForAll long seed) {
    LawProblem p = LawProblem.twoModes();
    Mixture exact = p.posterior();
    int sets = thorough() ? 12 : 6;
    int size = thorough() ? 1000 : 250;
    SlicedWasserstein distance = new SlicedWasserstein(p.prior().dimension(), 64, seed);
    List<List<double[]>> truth = new ArrayList<>();
    Random random = new Random(seed);
    for (int i = 0; i < sets; i++) {
      List<double[]> set = new ArrayList<>();
      for (int k = 0; k < size; k++) {
        set.add(exact.draw(random));
      }
      truth.add(set);
    }
    // All pairs: one pair alone differs by chance in how many points each mode gets.
    double floor = 0;
    for (int i = 0; i < sets; i++) {
      for (int j = 0; j < i; j++) {
        floor += distance.squared(truth.get(i), truth.get(j)) * 2 / (sets * (sets - 1));
      }
    }
    List<Double> ratios = new ArrayList<>();
    List<Map<String, String>> budgets = new ArrayList<>();
    if (!budgets().growing().isEmpty()) {
      budgets.add(budgets().growing().get(0));
    }
    budgets.add(budgets().stated());
    for (Map<String, String> budget : budgets) {
      List<double[]> all = points(create(budget).sampler(), p, sets * size, new CounterNoise(seed));
      double squared = 0;
      for (int i = 0; i < sets; i++) {
        for (List<double[]> t : truth) {
          squared += distance.squared(all.subList(i * size, (i + 1) * size), t) / (sets * sets);
        }
      }
      ratios.add(Math.sqrt(squared / floor));
    }
    double last = ratios.get(ratios.size() - 1);
    if (!(last <= 1.25) || ratios.get(0) < last - 0.1) {
      throw new Violation(
          "a sliced Wasserstein distance of at most 1.25 times that of exact draws at "
              + budgets().stated()
              + ", and no larger than with the smallest budget ("
              + sets
              + " sets of "
              + size
              + ")",
          ratios + " times the floor of " + show(Math.sqrt(floor)),
          "a stated budget that is too small, a bias, or wrong weights of the modes");
    }
  }

  @Rule("S-19")
  @OneSeed
  @Label("S-19 simulation-based calibration: the rank of the truth among samples is uniform")
  void calibration(@ForAll long seed) {
    int replicas = thorough() ? 1000 : 120;
    int chains = 9; // ten ranks
    LawProblem p = LawProblem.twoModes();
    MatrixOperator a = new MatrixOperator(p.image(), p.range(), p.operator());
    Sampler sampler = create(budgets().stated()).sampler();
    Random random = new Random(seed);
    int d = p.prior().dimension();
    double[][] counts = new double[d][chains + 1];
    for (int r = 0; r < replicas; r++) {
      double[] truth = p.prior().draw(random);
      double[] y = p.operator().times(truth);
      for (int i = 0; i < y.length; i++) {
        y[i] += p.sigma() * random.nextGaussian();
      }
      List<Field> samples =
          Runs.samples(sampler, p.with(y).open(a), Chains.of(chains), new CounterNoise(seed + r));
      for (int c = 0; c < d; c++) {
        int rank = 0;
        for (Field x : samples) {
          rank += x.data()[c] < truth[c] ? 1 : 0;
        }
        counts[c][rank]++;
      }
    }
    double expected = replicas / (chains + 1.0);
    for (int c = 0; c < d; c++) {
      double statistic = 0;
      for (double n : counts[c]) {
        statistic += (n - expected) * (n - expected) / expected;
      }
      double tail = ChiSquare.upper(statistic, chains) * d;
      if (tail < LikelihoodRules.FALSE_ALARM) {
        throw new Violation(
            "uniform ranks over " + replicas + " data sets (χ² test, false-alarm rate 1e-5)",
            java.util.Arrays.toString(counts[c]) + ", tail probability " + show(tail),
            "high ends: too little spread; a high middle: too much; a slope: a shifted mean");
      }
    }
  }

  private static List<double[]> points(Sampler s, LawProblem p, int count, CounterNoise noise) {
    List<double[]> all = new ArrayList<>();
    for (int first = 0; first < count; first += 250) {
      Chains chains = new Chains(first, Math.min(250, count - first));
      for (Field x : Runs.samples(s, p.open(), chains, noise)) {
        all.add(Coordinates.of(x));
      }
    }
    return all;
  }
}
