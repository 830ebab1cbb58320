package org.tweedie.samplers.guidance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.samplers.Pixels;
import org.tweedie.samplers.Runs;
import org.tweedie.samplers.core.DataTerms;
import org.tweedie.samplers.core.Start;
import org.tweedie.samplers.core.Updates;
import org.tweedie.samplers.levels.Level;
import org.tweedie.samplers.levels.Schedule;
import org.tweedie.samplers.levels.Transition;

/**
 * The skeleton carries the methods that it was not made for: posterior denoisers, steps in the
 * coordinates of the decomposition, several evaluations a level, time travel and projections; each
 * written here in a few lines and checked against the golden values of G1 or a recursion.
 */
class BreadthTest {
  /** {@code D + w(σ) J_DᵀA*(v A A* + σ_y²)⁻¹(y − A D)} is what most posterior denoisers are. */
  private static List<Field> pulledResidual(
      Bench bench, Pullback<List<Field>> denoiser, double v, double weight) {
    double sigmaY = DataTerms.linearGaussian(bench).sigma();
    List<Field> residual = DataTerms.residualGradient(bench, denoiser.value());
    // A*(vAA* + σ_y²)⁻¹ = (A*A + σ_y²/v)⁻¹A*/v.
    List<Field> solved =
        bench.each(
            i -> bench.solve(NormalSystem.of(sigmaY * sigmaY / v, residual.get(i))).scale(1 / v));
    List<Field> pulled = denoiser.vjp(solved);
    return bench.each(i -> pulled.get(i).scale(weight));
  }

  /** ΠGDM, consistent: p(x₀|u) is taken for N(D, r²I) with r² = σ²/(1 + σ²). */
  private static List<Field> pseudoInverseGuided(Bench bench, List<Field> u, double sigma) {
    try (Pullback<List<Field>> denoiser = bench.linearizePrior(u, sigma)) {
      double variance = sigma * sigma;
      List<Field> pull = pulledResidual(bench, denoiser, variance / (1 + variance), variance);
      return bench.each(i -> pull.get(i).add(denoiser.value().get(i)));
    }
  }

  /** ΠGDM as released: X and the noise estimate are the network's, the step is shifted. */
  private static final Correction RELEASED_PGDM =
      (bench, move, u, carried) -> {
        double variance = Math.pow(move.from().sigma(), 2);
        double r = variance / (1 + variance);
        try (Pullback<List<Field>> denoiser = bench.linearizePrior(u, move.from().sigma())) {
          return Guided.of(denoiser.value()).shifted(pulledResidual(bench, denoiser, r, r));
        }
      };

  /** MMPS by one iteration of conjugate gradients, which is all that pixels apart need. */
  private static List<Field> momentMatched(Bench bench, List<Field> u, double sigma) {
    double sigmaY = DataTerms.linearGaussian(bench).sigma();
    try (Pullback<List<Field>> denoiser = bench.linearizePrior(u, sigma)) {
      List<Field> d = denoiser.value();
      List<Field> back = DataTerms.residualGradient(bench, d);
      List<Field> spread = denoiser.vjp(back);
      List<Field> step =
          bench.each(
              i -> {
                Field r =
                    bench.problem().likelihood().data().copy().subtract(bench.apply(d.get(i)));
                Field m = bench.apply(spread.get(i)).scale(sigma * sigma).axpy(sigmaY * sigmaY, r);
                return back.get(i).scale(r.normSquared() / r.dot(m));
              });
      List<Field> pulled = denoiser.vjp(step);
      return bench.each(i -> pulled.get(i).axpby(sigma * sigma, 1, d.get(i)));
    }
  }

  /** DiffPIR with λ = 1: the proximal map with σ_y²/σ². */
  private static List<Field> plugAndPlay(Bench bench, List<Field> u, double sigma) {
    List<Field> d = bench.denoise(u, sigma);
    double lambda = Math.pow(DataTerms.linearGaussian(bench).sigma() / sigma, 2);
    Field back = bench.adjoint(bench.problem().likelihood().data());
    return bench.each(
        i -> DataTerms.proximal(bench, lambda, back, d.get(i), Field.zeros(bench.space()), 0));
  }

  @TestFactory
  Stream<DynamicTest> posteriorDenoisersHaveTheGoldenValuesOfG1() {
    Correction pgdm = Correction.of(BreadthTest::pseudoInverseGuided);
    Correction mmps = Correction.of(BreadthTest::momentMatched);
    Correction diffpir = Correction.of(BreadthTest::plugAndPlay);
    Transition ancestral = Transition.ancestral();
    Transition ode = Transition.ddim(0);
    Transition fresh = Transition.fraction(Math.sqrt(0.1));
    return Stream.of(
        golden("ΠGDM C", pgdm, ancestral, 20, 0.74384, 0.05448),
        golden("ΠGDM C", pgdm, ancestral, 100, 0.74621, 0.08279),
        golden("ΠGDM C", pgdm, ancestral, 1000, 0.74666, 0.09688),
        golden("ΠGDM C ODE", pgdm, ode, 20, 0.73234, 0.07425),
        golden("ΠGDM C ODE", pgdm, ode, 100, 0.73083, 0.10432),
        golden("ΠGDM C ODE", pgdm, ode, 1000, 0.73044, 0.11267),
        golden("ΠGDM A", RELEASED_PGDM, ancestral, 20, 0.75803, 0.03860),
        golden("ΠGDM A", RELEASED_PGDM, ancestral, 100, 0.79993, 0.01734),
        golden("ΠGDM A", RELEASED_PGDM, ancestral, 1000, 0.80000, 0.00526),
        golden("MMPS", mmps, ancestral, 20, 0.75562, 0.04902),
        golden("MMPS", mmps, ancestral, 100, 0.75562, 0.07814),
        golden("MMPS", mmps, ancestral, 1000, 0.75562, 0.09238),
        golden("MMPS ODE", mmps, ode, 20, 0.75445, 0.05987),
        golden("MMPS ODE", mmps, ode, 100, 0.75421, 0.08640),
        golden("MMPS ODE", mmps, ode, 1000, 0.75415, 0.09378),
        golden("DiffPIR", diffpir, fresh, 20, 0.76947, 0.04608),
        golden("DiffPIR", diffpir, fresh, 100, 0.76674, 0.07253),
        golden("DiffPIR", diffpir, fresh, 1000, 0.75914, 0.08691),
        golden("DiffPIR, all noise fresh", diffpir, Transition.fraction(1), 100, 0.75800, 0.04024));
  }

  private static DynamicTest golden(
      String name, Correction c, Transition way, int steps, double mean, double variance) {
    return DynamicTest.dynamicTest(
        name + " " + steps,
        () -> {
          Schedule levels = Schedule.ddpm(steps);
          GuidedSampling kernel =
              new GuidedSampling(
                  Start.noise(levels.startDeviation()), Walk.down(levels, Step.of(way)), c);
          agree(mean, variance, 0.5e-5, kernel);
        });
  }

  /** DDRM, η_b = 1: a step of its own in the coordinates of the decomposition. */
  private static Step spectral(double eta) {
    return (bench, chain, move, u, clean, anchor) -> {
      SpectralDecomposition svd = svd(bench);
      double s = move.to().sigma();
      Field out = svd.analyse(clean);
      Field noisy = svd.analyse(u);
      Field data = svd.analyseData(bench.problem().likelihood().data());
      Field z = Updates.freshNoise(bench, chain, Step.FRESH, s);
      for (int i = 0; i < out.data().length; i++) {
        double gain = svd.singularValues().data()[i];
        double noise = DataTerms.linearGaussian(bench).sigma() / gain;
        double x = out.data()[i];
        double y = data.data()[i] / gain;
        double keep = Math.sqrt(1 - eta * eta) * s;
        double mean =
            gain == 0
                ? x + keep * (noisy.data()[i] - x) / move.from().sigma()
                : s < noise ? x + keep * (y - x) / noise : y;
        double deviation = s < noise ? eta * s : Math.sqrt(s * s - noise * noise);
        out.data()[i] = (float) (mean + deviation * z.data()[i]);
      }
      return svd.synthesise(out);
    };
  }

  private static SpectralDecomposition svd(Bench bench) {
    return bench
        .problem()
        .likelihood()
        .operator()
        .capability(SpectralDecomposition.class)
        .orElseThrow();
  }

  /** Of an operator that sees everything: N(ȳ, σ_T² − σ_y²/s²) in its coordinates. */
  private static Start spectralStart(double sigma) {
    return bench -> {
      SpectralDecomposition svd = svd(bench);
      double gain = svd.singularValues().data()[0];
      double noise = DataTerms.linearGaussian(bench).sigma() / gain;
      Field mean =
          svd.synthesise(svd.analyseData(bench.problem().likelihood().data()).scale(1 / gain));
      double deviation = Math.sqrt(sigma * sigma - noise * noise);
      return bench.each(i -> bench.normals(i, Start.PURPOSE).axpby(deviation, 1, mean));
    };
  }

  @Test
  void stepsMayHaveWeightsOfTheirOwnForEachCoordinate() {
    Correction none = Correction.of(Bench::denoise);
    double[][] golden = {{20, 0.75494, 0.02097}, {100, 0.76029, 0.02669}};
    for (double[] g : golden) {
      Schedule levels = Schedule.ddpm((int) g[0]);
      agree(
          g[1],
          g[2],
          0.5e-5,
          new GuidedSampling(
              spectralStart(levels.level(0).sigma()), Walk.down(levels, spectral(0.85)), none));
    }
  }

  private static final double SNR = 0.3;

  /** Langevin at one level, {@code u + ε (X − u)/σ² + √(2ε) z} with ε = snr²σ². */
  private static final Step LANGEVIN =
      (bench, chain, move, u, clean, anchor) -> {
        double e = Math.pow(SNR * move.from().sigma(), 2);
        Field z = bench.normals(chain, Step.FRESH);
        return Updates.combine(u, -SNR * SNR, u, clean, Math.sqrt(2 * e), z);
      };

  /** The law of u under the prior of G1, whose denoiser is affine. */
  private static final class Recursion {
    double mean;
    double variance;

    Recursion(double variance) {
      this.variance = variance;
    }

    /** {@code u ← (1 − k) D(u, σ) + k u + deviation·z}. */
    void move(double sigma, double k, double deviation) {
      double gain = 0.64 / (0.64 + sigma * sigma);
      double slope = (1 - k) * gain + k;
      mean = slope * mean + (1 - k) * (1 - gain) * 0.5;
      variance = slope * slope * variance + deviation * deviation;
    }
  }

  @Test
  void aLevelMayTakePredictorAndCorrector() {
    Schedule levels = Schedule.edm(40, 20, 0.02);
    List<Move> moves = new ArrayList<>();
    Recursion expected = new Recursion(Math.pow(levels.startDeviation(), 2));
    for (int i = 0; i < levels.steps(); i++) {
      Level t = levels.level(i);
      Level s = levels.level(i + 1);
      double ratio = Math.pow(s.sigma() / t.sigma(), 2);
      moves.add(Move.by(LANGEVIN, t, t));
      moves.add(Move.by(Step.of(Transition.ancestral()), t, s));
      expected.move(t.sigma(), 1 - SNR * SNR, Math.sqrt(2) * SNR * t.sigma());
      expected.move(t.sigma(), ratio, s.sigma() * Math.sqrt(1 - ratio));
    }
    agree(
        expected.mean,
        expected.variance,
        1e-5,
        new GuidedSampling(
            Start.noise(levels.startDeviation()), new Walk(moves), Correction.of(Bench::denoise)));
  }

  /** Every third level the walk goes two levels back up, by the exact kernel of the process. */
  @Test
  void aWalkMayGoUpAgain() {
    Schedule levels = Schedule.edm(30, 20, 0.02);
    List<Move> moves = new ArrayList<>();
    Recursion expected = new Recursion(Math.pow(levels.startDeviation(), 2));
    for (int i = 0; i < levels.steps(); i++) {
      moves.add(Move.by(Step.of(Transition.ancestral()), levels.level(i), levels.level(i + 1)));
      down(expected, levels.level(i).sigma(), levels.level(i + 1).sigma());
      if (i % 3 == 2 && i + 1 < levels.steps()) {
        Level low = levels.level(i + 1);
        Level high = levels.level(i - 1);
        moves.add(Move.noise(low, high));
        expected.variance += Math.pow(high.sigma(), 2) - Math.pow(low.sigma(), 2);
        for (int j = i - 1; j <= i; j++) {
          moves.add(Move.by(Step.of(Transition.ancestral()), levels.level(j), levels.level(j + 1)));
          down(expected, levels.level(j).sigma(), levels.level(j + 1).sigma());
        }
      }
    }
    assertEquals(30 + 9 * 3, moves.size());
    agree(
        expected.mean,
        expected.variance,
        1e-5,
        new GuidedSampling(
            Start.noise(levels.startDeviation()), new Walk(moves), Correction.of(Bench::denoise)));
  }

  private static void down(Recursion r, double t, double s) {
    double ratio = Math.pow(s / t, 2);
    r.move(t, ratio, s * Math.sqrt(1 - ratio));
  }

  /**
   * Score-SDE: after each move the image goes a part of the way, λ, to the data with the noise of
   * its level: {@code u ← (1 − λ) u + λ (y/a + σ z)} for an operator that sees everything.
   */
  @Test
  void anImageMayBeProjectedAfterEachMove() {
    double lambda = 0.2;
    Purpose purpose = Purpose.of("projection");
    Schedule levels = Schedule.edm(30, 20, 0.02);
    Recursion expected = new Recursion(Math.pow(levels.startDeviation(), 2));
    for (int i = 0; i < levels.steps(); i++) {
      double s = levels.level(i + 1).sigma();
      down(expected, levels.level(i).sigma(), s);
      expected.mean = (1 - lambda) * expected.mean + lambda * 1.2 / 1.5;
      expected.variance = Math.pow(1 - lambda, 2) * expected.variance + Math.pow(lambda * s, 2);
    }
    Projection onData =
        (bench, chain, move, u) -> {
          Field z = Updates.freshNoise(bench, chain, purpose, move.to().sigma());
          Field data = bench.problem().likelihood().data();
          return u.scale(1 - lambda).axpy(lambda / 1.5, data).axpy(lambda * move.to().sigma(), z);
        };
    agree(
        expected.mean,
        expected.variance,
        1e-5,
        new GuidedSampling(
            Start.noise(levels.startDeviation()),
            Walk.down(levels, Step.of(Transition.ancestral())),
            Correction.of(Bench::denoise),
            x -> x,
            onData));
  }

  private static void agree(double mean, double variance, double tolerance, GuidedSampling kernel) {
    Pixels.Law law = Pixels.G1.law(Runs.sampler(problem -> kernel));
    assertEquals(mean, law.mean(), tolerance);
    assertEquals(variance, law.variance(), tolerance);
  }
}
