package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.StepRecord;

/** Chains of all groups are one set of weighted samples, with one estimate of the evidence. */
class PoolTest {
  private static final Space SPACE = Space.real(2, 3);
  private static final double INF = Double.NEGATIVE_INFINITY;
  private static final double MEAN = 0.3;
  private static final double SIGMA = 0.7;

  private final List<Integer> batches = new ArrayList<>();

  /** A method whose chains return what they are told; each is a population of so many. */
  private static final class Told implements Sampler {
    private final int perChain;
    private final IntFunction<ChainResult> results;

    Told(int perChain, IntFunction<ChainResult> results) {
      this.perChain = perChain;
      this.results = results;
    }

    @Override
    public Exactness exactness() {
      return Toys.CLAIM;
    }

    @Override
    public List<Requirement> requirements() {
      return List.of(Requirement.prior(Denoiser.class, "moves"));
    }

    @Override
    public int samplesPerChain() {
      return perChain;
    }

    @Override
    public Kernel kernel(Problem problem) {
      return new Toys.Iteration(2) {
        @Override
        public State init(Bench bench) {
          // Which chain it is in the whole run, by a trick that no method needs: chain k draws the
          // k-th of the numbers that the test drew before.
          double[] number = new double[bench.chains()];
          for (int i = 0; i < number.length; i++) {
            number[i] = bench.uniform(i, Purpose.of("who"));
          }
          return State.of("x", bench.each(number.length * perChain, i -> Field.zeros(SPACE)))
              .with("who", number);
        }

        @Override
        public State step(Bench bench, State state) {
          return state.with("x", bench.denoise(state.fields("x"), 1));
        }

        @Override
        public List<ChainResult> result(State state) {
          List<ChainResult> all = new ArrayList<>();
          for (double u : state.numbers("who")) {
            all.add(results.apply(chainOf(u)));
          }
          return all;
        }
      };
    }
  }

  private static int chainOf(double uniform) {
    var noise = new org.tweedie.api.noise.CounterNoise(0).use("sample");
    int k = 0;
    while (noise.uniform(k, 0, Purpose.of("who")) != uniform) {
      k++;
    }
    return k;
  }

  private final class Diary extends Toys.GaussianPrior {
    Diary(PriorCard card) {
      super(card, MEAN);
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      batches.add(batch.size());
      return super.denoise(batch, sigma);
    }
  }

  private Reconstruction run(Sampler sampler, int samples, int limit) {
    return run(sampler, samples, limit, PriorCard.ValueRange.UNBOUNDED, 1);
  }

  private Reconstruction run(
      Sampler sampler, int samples, int limit, PriorCard.ValueRange range, double scale) {
    Toys.Prepared operator =
        new Toys.Prepared(
            "toy.operator",
            p -> {
              Field y = p.inputs().get("data");
              return Measurement.of(
                  new GaussianLikelihood(Toys.Diagonal.on(SPACE), y, SIGMA), scale, y.copy());
            });
    PriorCard card =
        PriorCard.builder("toy.prior", SpacePattern.of(Scalar.REAL, 2, 3)).range(range).build();
    Toys.Created prior = new Toys.Created("toy.prior", card, (c, s) -> (Prior) new Diary(card));
    Toys.Sampling provider = new Toys.Sampling("toy.told", c -> sampler);
    Request r =
        Request.builder()
            .operator("toy.operator")
            .input("data", Toys.random(SPACE, 1))
            .prior("toy.prior")
            .sampler("toy.told")
            .samples(samples)
            .batchLimit(limit)
            .build();
    try (Session s = Session.prepare(Catalogue.of(operator, prior, provider), r)) {
      return s.run(RunListener.SILENT);
    }
  }

  private static Field constant(double c) {
    return Field.zeros(SPACE).fill(c);
  }

  private static ChainResult result(int chain) {
    return ChainResult.of(constant(chain));
  }

  @Test
  void chainsWithoutEvidenceWeighTheSame() {
    for (int limit : new int[] {1, 2, 5, 8}) {
      Reconstruction r = run(new Told(1, PoolTest::result), 5, limit);
      assertArrayEquals(new double[] {0.2, 0.2, 0.2, 0.2, 0.2}, r.weights(), 1e-15);
      assertTrue(r.equallyWeighted());
      assertTrue(r.logEvidence().isEmpty());
      for (int k = 0; k < 5; k++) {
        assertEquals(k, r.samples().get(k).data()[0]);
      }
    }
  }

  @Test
  void chainsWithEvidenceWeighInItsProportionAcrossGroups() {
    double[] z = {0.5, 0.1, 0, 2, 0.4};
    Told told = new Told(1, k -> result(k).withLogEvidence(-1000 + Math.log(z[k])));
    for (int limit : new int[] {1, 2, 3, 8}) {
      Reconstruction r = run(told, 5, limit);
      for (int k = 0; k < 5; k++) {
        assertEquals(z[k] / 3, r.weights()[k], 1e-12);
      }
      // The logarithm of the mean of the estimates: 3/5.
      assertEquals(-1000 + Math.log(0.6), r.logEvidence().getAsDouble(), 1e-9);
      double mean = (0.1 * 1 + 2 * 3 + 0.4 * 4) / 3;
      assertEquals(mean, r.statistics().mean().data()[0], 1e-6);
      assertEquals(9 / (0.25 + 0.01 + 4 + 0.16), r.effectiveSampleSize(), 1e-9);
      assertFalse(r.equallyWeighted());
      // Worth 2.04 of 5.
      assertEquals("weights", r.findings().get(0).name());
      assertTrue(r.findings().get(0).text().contains("they count as 2.0"));
    }
  }

  @Test
  void whereOnlySomeChainsGiveEvidenceNoneIsUsed() {
    Told told = new Told(1, k -> k == 3 ? result(k) : result(k).withLogEvidence(-k));
    Reconstruction r = run(told, 4, 2);
    assertTrue(r.equallyWeighted());
    assertTrue(r.logEvidence().isEmpty());
  }

  @Test
  void chainsThatAllFindTheDataImpossibleWeighTheSameAndSaySo() {
    Reconstruction r = run(new Told(1, k -> result(k).withLogEvidence(INF)), 4, 2);
    assertArrayEquals(new double[] {0.25, 0.25, 0.25, 0.25}, r.weights(), 1e-15);
    assertEquals(INF, r.logEvidence().getAsDouble());
    assertEquals(1.5, r.statistics().mean().data()[0], 1e-6);
    assertTrue(r.findings().get(0).text().contains("every chain estimates p(y) as 0"));
  }

  @Test
  void populationsAreWeightedWithinAndBetweenChains() {
    // Chain k: three particles k, k + 0.1, k + 0.2 of weights 1 : 2 : 0 and evidence k + 1.
    Told told =
        new Told(
            3,
            k ->
                ChainResult.weighted(
                        List.of(constant(k), constant(k + 0.1), constant(k + 0.2)),
                        new double[] {0, Math.log(2), INF})
                    .withLogEvidence(Math.log(k + 1)));
    for (int limit : new int[] {1, 3, 7, 100}) {
      batches.clear();
      // 7 samples take three chains of three.
      Reconstruction r = run(told, 7, limit);
      assertEquals(9, r.samples().size());
      assertEquals(3, r.provenance().chains());
      assertEquals(7, r.provenance().samples());
      for (int k = 0; k < 3; k++) {
        double share = (k + 1) / 6.0;
        assertEquals(share / 3, r.weights()[3 * k], 1e-12);
        assertEquals(share * 2 / 3, r.weights()[3 * k + 1], 1e-12);
        assertEquals(0, r.weights()[3 * k + 2]);
      }
      assertEquals(Math.log(2), r.logEvidence().getAsDouble(), 1e-12);
      // No population is torn apart, and no batch exceeds the limit for one.
      int together = Math.min(3, Math.max(1, limit / 3));
      assertEquals(together, r.trace().get(0).chains().count());
      assertTrue(batches.stream().allMatch(b -> b <= limit), batches.toString());
      assertEquals(9 * 2, batches.stream().mapToInt(b -> b).sum());
    }
  }

  @Test
  void anImageForEachGroupIsInTheTrace() {
    List<StepRecord> trace = run(new Told(3, k -> triple(k)), 9, 6).trace();
    assertEquals(
        List.of(new Chains(0, 2), new Chains(0, 2), new Chains(2, 1), new Chains(2, 1)),
        trace.stream().map(StepRecord::chains).toList());
  }

  private static ChainResult triple(int k) {
    return ChainResult.of(List.of(constant(k), constant(k), constant(k)));
  }

  /**
   * The evidence of a Gaussian prior and a diagonal in closed form: in the data's units {@code yᵢ ~
   * N(aᵢ(gμ + b), aᵢ²g² + σ²)}, whatever units the prior and so the sampler has.
   */
  @Test
  void theEvidenceIsInTheUnitsOfTheData() {
    double[] wobble = {0.25, 1.5, 0, 2.25};
    Told closedForm = new Told(1, PoolTest::result);
    for (double[] c :
        new double[][] {
          {0, 0, 3, 1, 0}, {0, 1, 3, 3, 0}, {0, 4, 3, 0.75, 0}, {-1, 1, 3, 1.5, 1.5}
        }) {
      PriorCard.ValueRange range =
          c[1] == 0 ? PriorCard.ValueRange.UNBOUNDED : PriorCard.ValueRange.of(c[0], c[1]);
      Sampler sampler =
          new Sampler() {
            @Override
            public Exactness exactness() {
              return closedForm.exactness();
            }

            @Override
            public List<Requirement> requirements() {
              return List.of(Requirement.likelihood(LinearGaussian.class, "closed form"));
            }

            @Override
            public Kernel kernel(Problem p) {
              double z = logEvidence(p.likelihood().capability(LinearGaussian.class).orElseThrow());
              return new Told(1, k -> result(k).withLogEvidence(z + Math.log(wobble[k]))).kernel(p);
            }
          };
      Reconstruction r = run(sampler, 4, 3, range, c[2]);
      double g = c[3];
      double expected = 0;
      for (int i = 0; i < 6; i++) {
        double a = 1 + 0.5 * (i % 3);
        double y = Toys.random(SPACE, 1).data()[i];
        expected += logNormal(y, a * (g * MEAN + c[4]), a * a * g * g + SIGMA * SIGMA);
      }
      // The four estimates are unbiased: their mean is the truth.
      assertEquals(expected, r.logEvidence().getAsDouble(), 1e-4);
    }
  }

  /** In the prior's units. */
  private static double logEvidence(LinearGaussian l) {
    Field a = l.operator().apply(constant(1));
    double sum = 0;
    for (int i = 0; i < 6; i++) {
      double ai = a.data()[i];
      sum += logNormal(l.data().data()[i], ai * MEAN, ai * ai + l.sigma() * l.sigma());
    }
    return sum;
  }

  private static double logNormal(double y, double mean, double variance) {
    return -0.5 * ((y - mean) * (y - mean) / variance + Math.log(2 * Math.PI * variance));
  }
}
