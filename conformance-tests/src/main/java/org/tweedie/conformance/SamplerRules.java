package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.conformance.reference.MatrixOperator;
import org.tweedie.conformance.reference.Mixture;
import org.tweedie.conformance.statistics.ChiSquare;
import org.tweedie.conformance.statistics.Cloud;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;

/**
 * The rules S-1 to S-24 for samplers. Extend it in your test sources and give the provider; state
 * budgets if {@link Budgets#of} guesses them wrong, and the law if theory predicts one.
 */
public abstract class SamplerRules extends SamplerLawRules {
  /** Less would leave the evidence of the chains without a say. */
  private static final int FEWEST_CHAINS = 4;

  /** Samples that make a rank though they weigh unevenly: worth nine even at 1 in 16. */
  private static final int UNEVEN = 144;

  /** Chains whose mean is compared before and after the data move. */
  private static final int ANSWERING = 64;

  /** For subclasses. */
  protected SamplerRules() {}

  @Rule("S-24")
  @OneSeed
  @Label("S-24 the data move the samples in the right direction, by about the right amount")
  void answersTheData(@ForAll long seed) {
    Setting setting = setting(budgets().stated());
    for (LawProblem p : List.of(LawProblem.real(), LawProblem.complex())) {
      double[] y = p.data().clone();
      for (int i = 0; i < y.length; i++) {
        y[i] += (i % 2 == 0 ? 2 : -2) * p.sigma();
      }
      LawProblem moved = p.with(y);
      double[] before = p.posterior().mean();
      double[] after = moved.posterior().mean();
      double[] seenBefore = mean(setting, p, seed);
      double[] seenAfter = mean(setting, moved, seed);
      double ratio = 0;
      double square = 0;
      for (int i = 0; i < before.length; i++) {
        ratio += (seenAfter[i] - seenBefore[i]) * (after[i] - before[i]);
        square += (after[i] - before[i]) * (after[i] - before[i]);
      }
      ratio /= square;
      if (!(ratio >= 0.3 && ratio <= 3)) {
        throw new Violation(
            "samples whose mean moves by 0.3 to 3 times as much as the posterior's when the data"
                + " move by two noise levels (the same "
                + ANSWERING
                + " chains, so nothing is left to chance)",
            show(ratio) + " times as much on " + p.name(),
            ratio < -0.05
                ? "guidance or a gradient with the wrong sign: the misfit is climbed"
                : ratio < 0.3
                    ? "a measurement that is ignored, or has too little weight"
                    : "a measurement that has too much weight");
      }
    }
  }

  private static double[] mean(Setting setting, LawProblem p, long seed) {
    PreparedProblem problem = p.open();
    requirePossible(setting, problem);
    int each = setting.sampler().samplesPerChain();
    Chains chains = Chains.of(Math.max(FEWEST_CHAINS, (ANSWERING + each - 1) / each));
    Cloud cloud = Pooled.of(setting.run(problem, chains, seed)).cloud();
    double[] mean = new double[p.prior().dimension()];
    for (int i = 0; i < cloud.weights().length; i++) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += cloud.weights()[i] * cloud.points().get(i)[c];
      }
    }
    return mean;
  }

  @Rule("S-18")
  @OneSeed
  @Label("S-18 a sampler declared exact is as close to a mixture posterior as exact draws are")
  void mixturePosterior(@ForAll long seed) {
    LawProblem p = LawProblem.twoModes();
    int sets = thorough() ? 12 : 6;
    int size = thorough() ? 1000 : 250;
    List<Cloud> truth = exactDraws(p.posterior(), sets, size, seed);
    List<Map<String, String>> budgets = new ArrayList<>();
    if (!budgets().growing().isEmpty()) {
      budgets.add(budgets().growing().get(0));
    }
    budgets.add(budgets().stated());
    List<Closeness> all = new ArrayList<>();
    for (Map<String, String> budget : budgets) {
      all.add(Closeness.of(clouds(setting(budget), p.open(), sets, size, seed), truth, seed));
    }
    Closeness last = all.get(all.size() - 1);
    if (!(last.ratio() <= 1.25 && last.scatter() <= 10)
        || all.get(0).ratio() < last.ratio() - 0.1) {
      throw new Violation(
          "a sliced Wasserstein distance of at most 1.25 times that of exact draws at "
              + budgets().stated()
              + ", no larger than with the smallest budget, and sets that scatter at most 10 times"
              + " as much ("
              + sets
              + " sets of "
              + size
              + ")",
          all.toString(),
          "a stated budget that is too small, a bias, wrong weights of the modes, or weights of the"
              + " samples that are wrong or so uneven that few count");
    }
  }

  private static List<Cloud> exactDraws(Mixture law, int sets, int size, long seed) {
    Random random = new Random(seed);
    List<Cloud> all = new ArrayList<>();
    for (int i = 0; i < sets; i++) {
      List<double[]> set = new ArrayList<>();
      for (int k = 0; k < size; k++) {
        set.add(law.draw(random));
      }
      all.add(Cloud.of(set));
    }
    return all;
  }

  /** Independent sets of at least so many samples. */
  private static List<Cloud> clouds(
      Setting setting, PreparedProblem problem, int sets, int size, long seed) {
    requirePossible(setting, problem);
    int each = setting.sampler().samplesPerChain();
    int chains = Math.max(FEWEST_CHAINS, (size + each - 1) / each);
    List<Cloud> all = new ArrayList<>();
    for (int i = 0; i < sets; i++) {
      Chains part = new Chains(i * chains, chains);
      all.add(Pooled.of(setting.run(problem, part, seed)).cloud());
    }
    return all;
  }

  @Rule("S-19")
  @OneSeed
  @Label("S-19 simulation-based calibration: the rank of the truth among samples is uniform")
  void calibration(@ForAll long seed) {
    int replicas = thorough() ? 1000 : 120;
    int ranks = 10;
    LawProblem p = LawProblem.twoModes();
    MatrixOperator a = p.matrix();
    Setting setting = setting(budgets().stated());
    Chains chains = Chains.of(chainsForRanks(setting, p.open(a), ranks, seed));
    Random random = new Random(seed);
    int d = p.prior().dimension();
    double[][] counts = new double[d][ranks];
    for (int r = 0; r < replicas; r++) {
      double[] truth = p.prior().draw(random);
      double[] y = p.operator().times(truth);
      for (int i = 0; i < y.length; i++) {
        y[i] += p.sigma() * random.nextGaussian();
      }
      Cloud samples = Pooled.of(setting.run(p.with(y).open(a), chains, seed + r)).cloud();
      for (int c = 0; c < d; c++) {
        double below = 0;
        for (int i = 0; i < samples.weights().length; i++) {
          below += samples.points().get(i)[c] < truth[c] ? samples.weights()[i] : 0;
        }
        // With nine samples of one weight: k of them below give the rank k.
        counts[c][(int) Math.min(ranks - 1, ranks * below + 1e-6)]++;
      }
    }
    double expected = replicas / (double) ranks;
    for (int c = 0; c < d; c++) {
      double statistic =
          Arrays.stream(counts[c]).map(n -> (n - expected) * (n - expected) / expected).sum();
      double tail = ChiSquare.upper(statistic, ranks - 1) * d;
      if (tail < LikelihoodRules.FALSE_ALARM) {
        throw new Violation(
            "uniform ranks over " + replicas + " data sets (χ² test, false-alarm rate 1e-5)",
            Arrays.toString(counts[c]) + ", tail probability " + show(tail),
            "high ends: too little spread; a high middle: too much; a slope: a shifted mean");
      }
    }
  }

  /** Nine chains, or where chains weigh by their evidence as many as give enough samples. */
  private static int chainsForRanks(
      Setting setting, PreparedProblem problem, int ranks, long seed) {
    requirePossible(setting, problem);
    List<ChainResult> pilot = setting.run(problem, Chains.of(1), seed);
    int each = setting.sampler().samplesPerChain();
    return pilot.get(0).logEvidence().isPresent()
        ? Math.max(ranks - 1, (UNEVEN + each - 1) / each)
        : ranks - 1;
  }
}
