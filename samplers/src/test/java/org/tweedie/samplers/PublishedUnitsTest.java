package org.tweedie.samplers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Operators;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard.ValueRange;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;
import org.tweedie.samplers.guidance.BgdmProvider;
import org.tweedie.samplers.guidance.DpsProvider;
import org.tweedie.samplers.splitgibbs.DpnpProvider;

/**
 * Papers state noise levels and step sizes for images in [-1, 1]. A published preset does the same
 * to an image whatever the range in which its prior knows it.
 */
class PublishedUnitsTest {
  private static final Space SPACE = Space.real(6);

  static Stream<Sampler> published() {
    String[] preset = {"preset", "published"};
    return Stream.of(
        Runs.sampler(new DpsProvider()),
        Runs.sampler(new DpsProvider(), "steps", "200", "guidance", "likelihood"),
        Runs.sampler(new BgdmProvider(), preset),
        Runs.sampler(new DpnpProvider(), preset),
        Runs.sampler(new DpnpProvider(), Runs.with(preset, "denoiser", "ddim")));
  }

  @ParameterizedTest
  @MethodSource("published")
  void aPublishedPresetDoesNotDependOnTheRangeOfThePrior(Sampler sampler) {
    // The same images in three units: x′ = 2x − 1, x and 500 + 1000 x.
    Field symmetric = sample(sampler, -0.2, 0.36, ValueRange.of(-1, 1));
    Field unit = sample(sampler, 0.4, 0.09, ValueRange.of(0, 1));
    Field large = sample(sampler, 900, 9e4, ValueRange.of(500, 1500));
    // The papers start from noise around the middle of the range, and we from noise around 0.
    for (int i = 0; i < SPACE.components(); i++) {
      assertEquals((symmetric.data()[i] + 1) / 2, unit.data()[i], 1e-3);
      assertEquals((large.data()[i] - 500) / 1000, unit.data()[i], 1e-3);
    }
  }

  private static Field sample(Sampler sampler, double mean, double variance, ValueRange range) {
    Prior prior = new Pixels.Independent(mean, variance, range);
    Field y = new CounterNoise(7).use("data").normals(0, 0, Purpose.of("data"), Field.zeros(SPACE));
    y.scale(0.3).add(Field.zeros(SPACE).fill(0.5));
    PreparedProblem problem =
        PreparedProblem.of(new GaussianLikelihood(Operators.identity(SPACE), y, 0.1), prior, 1);
    return Runs.samples(sampler, problem, Chains.of(1), new CounterNoise(3)).get(0);
  }
}
