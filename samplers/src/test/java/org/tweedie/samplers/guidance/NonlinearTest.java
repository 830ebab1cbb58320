package org.tweedie.samplers.guidance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.PoissonLikelihood;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard.ValueRange;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;
import org.tweedie.samplers.Pixels;
import org.tweedie.samplers.Runs;
import org.tweedie.samplers.levels.Schedule;
import org.tweedie.samplers.levels.Transition;
import org.tweedie.samplers.splitgibbs.DpnpProvider;

/** Problems that are not linear-Gaussian: intensities, y = |x|². */
class NonlinearTest {
  private static final Space SPACE = Space.complex(4096);
  private static final double SIGMA = 0.05;
  private static final Prior PRIOR = new Pixels.Independent(0, 0.36, ValueRange.UNBOUNDED);

  /** {@code |x|²} of complex pixels. */
  private static final ForwardOperator INTENSITY =
      new ForwardOperator() {
        @Override
        public Space domain() {
          return SPACE;
        }

        @Override
        public Space range() {
          return Space.real(SPACE.size());
        }

        @Override
        public Field apply(Field x) {
          Field out = Field.zeros(range());
          for (int i = 0; i < x.data().length; i++) {
            out.data()[i / 2] += x.data()[i] * x.data()[i];
          }
          return out;
        }

        @Override
        public Linearization<Field> linearize(Field x) {
          return Linearization.of(
              apply(x),
              v -> {
                throw new AssertionError("no sampler here pushes tangents forward");
              },
              u -> x.copy().multiply(u).scale(2));
        }
      };

  private static GaussianLikelihood intensities() {
    Field truth = new CounterNoise(1).normals(0, 0, Purpose.of("truth"), Field.zeros(SPACE));
    Field mean = INTENSITY.apply(truth.scale(0.6));
    Field y =
        new GaussianLikelihood(INTENSITY, mean, SIGMA)
            .draw(mean, new CounterNoise(2), 0, 0, Purpose.of("noise"));
    return new GaussianLikelihood(INTENSITY, y, SIGMA);
  }

  private static PreparedProblem problem(Likelihood likelihood) {
    return PreparedProblem.of(likelihood, PRIOR, 1);
  }

  /**
   * The norm's gradient is of length ζ at each step: for 4096 pixels a small step, which ends as
   * near the data as their noise. Unguided images have a fit of 400.
   */
  @Test
  void dpsFitsIntensitiesWithItsDefaults() {
    PreparedProblem problem = problem(intensities());
    Sampler dps = Runs.sampler(new DpsProvider());
    for (Field x : Runs.samples(dps, problem, Chains.of(2), new CounterNoise(0))) {
      double fit = problem.problem().likelihood().dataFit(INTENSITY.apply(x));
      assertTrue(fit > 0.5 && fit < 1.5, "data fit " + fit);
    }
  }

  /** {@code −ζ ∇_u‖y − |D(u)|²‖} in closed form: with D(u) = ku it is {@code 2ζk x r/‖r‖}. */
  @Test
  void theNormsGradientIsTheOneOfTheNonlinearOperator() {
    GaussianLikelihood likelihood = intensities();
    Field u = new CounterNoise(4).normals(0, 0, Purpose.of("u"), Field.zeros(SPACE));
    Schedule half = Schedule.edm(1, 0.5, 0.1);
    GuidedSampling step =
        new GuidedSampling(
            bench -> List.of(u),
            Walk.down(half, Step.of(Transition.ancestral())),
            new DpsCorrection(true, 0.7));
    Field out =
        Runs.samples(
                Runs.sampler(problem -> step),
                problem(likelihood),
                Chains.of(1),
                new CounterNoise(0))
            .get(0);
    double k = 0.36 / (0.36 + 0.25);
    double[] residual = new double[SPACE.size()];
    double norm = 0;
    for (int i = 0; i < residual.length; i++) {
      double re = k * u.data()[2 * i];
      double im = k * u.data()[2 * i + 1];
      residual[i] = likelihood.data().data()[i] - re * re - im * im;
      norm += residual[i] * residual[i];
    }
    for (int i = 0; i < out.data().length; i++) {
      double x = k * u.data()[i];
      double shift = 0.7 * k * 2 * x * residual[i / 2] / Math.sqrt(norm);
      assertEquals(x + shift, out.data()[i], 1e-6);
    }
  }

  @Test
  void whatNeedsAClosedFormSaysSo() {
    PreparedProblem problem = problem(intensities());
    refused(problem, "LinearGaussian", new DpsProvider(), "preset", "ours");
    refused(problem, "LinearGaussian", new BgdmProvider());
    refused(problem, "LinearGaussian", new BgdmProvider(), "preset", "published");
    refused(problem, "LinearGaussian", new RefinedBgdmProvider());
    refused(problem, "LinearGaussian", new DpnpProvider());
  }

  @Test
  void theLikelihoodsGradientServesAnyNoise() {
    Field counts = Field.zeros(INTENSITY.range()).fill(3);
    PreparedProblem problem =
        problem(PoissonLikelihood.of(INTENSITY, counts, Field.zeros(counts.space()).fill(1)));
    refused(problem, "GaussianNoise", new DpsProvider());
    Sampler dps = Runs.sampler(new DpsProvider(), "guidance", "likelihood", "steps", "300");
    Field x = Runs.samples(dps, problem, Chains.of(1), new CounterNoise(0)).get(0);
    double mean = 0;
    for (float v : INTENSITY.apply(x).data()) {
      mean += v / SPACE.size();
    }
    // The prior expects 0.72, and the data 2.
    assertTrue(mean > 1 && mean < 2, "mean intensity " + mean);
  }

  private static void refused(
      PreparedProblem problem, String lacking, SamplerProvider provider, String... options) {
    Sampler sampler = Runs.sampler(provider, options);
    UnsupportedProblemException e =
        assertThrows(
            UnsupportedProblemException.class, () -> problem.require(provider.id(), sampler));
    assertTrue(e.getMessage().contains(lacking), e.getMessage());
  }
}
