package org.tweedie.samplers;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;

/**
 * Images whose pixels are copies of one linear-Gaussian problem in one unknown: prior N(mean,
 * variance), {@code y = a x + σ n}. Where a sampler is affine in its noise and treats pixels alike,
 * one run gives the law of a pixel: pixel 0 gets no noise, pixel j an impulse at draw j alone.
 */
public final class Pixels {
  /** G1; posterior N(0.755621, 0.0946746). */
  public static final Pixels G1 = new Pixels(0.5, 0.64, 1.5, 1.2, 0.5);

  /**
   * Large, so that float32 resolves the column to its own precision and not to that of the mean.
   */
  private static final float IMPULSE = 4096;

  private final double mean;
  private final double variance;
  private final double a;
  private final double y;
  private final double sigma;

  /** The problem of a pixel. */
  public Pixels(double mean, double variance, double a, double y, double sigma) {
    this.mean = mean;
    this.variance = variance;
    this.a = a;
    this.y = y;
    this.sigma = sigma;
  }

  /** The law of a pixel. */
  public record Law(double mean, double variance) {}

  /** The posterior of a pixel. */
  public Law posterior() {
    double precision = 1 / variance + a * a / (sigma * sigma);
    return new Law((mean / variance + a * y / (sigma * sigma)) / precision, 1 / precision);
  }

  /** The law of a pixel of a sampler's output. */
  public Law law(Sampler sampler) {
    List<Draw> draws = Collections.synchronizedList(new ArrayList<>());
    Runs.samples(
        sampler,
        problem(1),
        Chains.of(1),
        new Normals(
            (step, purpose, out) -> {
              draws.add(new Draw(step, purpose));
              out.fill(0);
            }));
    Map<Draw, Integer> pixel = new LinkedHashMap<>();
    for (Draw d : draws) {
      assertNull(pixel.put(d, pixel.size() + 1), () -> "drawn twice: " + d);
    }
    Field x =
        Runs.samples(
                sampler,
                problem(pixel.size() + 1),
                Chains.of(1),
                new Normals(
                    (step, purpose, out) ->
                        out.fill(0).data()[pixel.get(new Draw(step, purpose))] = IMPULSE))
            .get(0);
    double centre = x.data()[0];
    double sum = 0;
    for (int i = 1; i < x.data().length; i++) {
      sum += Math.pow((x.data()[i] - centre) / IMPULSE, 2);
    }
    return new Law(centre, sum);
  }

  private record Draw(long step, Purpose purpose) {}

  /** The problem on an image of n pixels. */
  public PreparedProblem problem(int n) {
    Space space = Space.real(n);
    Field data = Field.zeros(space).fill(y);
    return PreparedProblem.of(
        new GaussianLikelihood(new Multiple(a, space), data, sigma), prior(), 1);
  }

  /** The prior, without a range. */
  public Prior prior() {
    return new Independent(mean, variance, PriorCard.ValueRange.UNBOUNDED);
  }

  /** Scripted normals; no uniform numbers. */
  private record Normals(Script script) implements Noise {
    interface Script {
      void fill(long step, Purpose purpose, Field out);
    }

    @Override
    public Field normals(int chain, long step, Purpose purpose, Field out) {
      script.fill(step, purpose, out);
      return out;
    }

    @Override
    public void uniforms(int chain, long step, Purpose purpose, double[] out) {
      throw new AssertionError("an affine sampler drew a uniform number");
    }
  }

  /** Independent components N(mean, variance). */
  public record Independent(double mean, double variance, PriorCard.ValueRange range)
      implements Prior, Denoiser, DifferentiableDenoiser {
    @Override
    public PriorCard card() {
      return PriorCard.builder("independent", SpacePattern.eitherScalar(SpacePattern.ANY))
          .range(range)
          .build();
    }

    @Override
    public int maxOpen() {
      return 1;
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      double k = gain(sigma);
      return batch.stream()
          .map(u -> Field.zeros(u.space()).fill((1 - k) * mean).axpy(k, u))
          .toList();
    }

    @Override
    public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
      return Linearization.of(
          denoise(batch, sigma),
          v -> v,
          v -> v.stream().map(f -> f.copy().scale(gain(sigma))).toList());
    }

    private double gain(double sigma) {
      return variance / (variance + sigma * sigma);
    }

    @Override
    public void close() {}
  }

  /** {@code a I} with its solve and its decomposition. */
  private record Multiple(double a, Space space)
      implements LinearOperator, NormalSolve, SpectralDecomposition {
    @Override
    public Space domain() {
      return space;
    }

    @Override
    public Space range() {
      return space;
    }

    @Override
    public Space spectrum() {
      return space;
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return type == NormalSolve.class || type == SpectralDecomposition.class
          ? Optional.of(type.cast(this))
          : Optional.empty();
    }

    @Override
    public Field apply(Field x) {
      return x.copy().scale(a);
    }

    @Override
    public Field adjoint(Field u) {
      return apply(u);
    }

    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public Solution solve(NormalSystem s) {
      return Solution.of(s.b().copy().scale(1 / (a * a + s.lambda())), 0, 0);
    }

    @Override
    public Field singularValues() {
      return Field.zeros(space).fill(Math.abs(a));
    }

    @Override
    public Field analyse(Field x) {
      return x.copy();
    }

    @Override
    public Field synthesise(Field c) {
      return c.copy();
    }

    @Override
    public Field analyseData(Field u) {
      return u.copy().scale(Math.signum(a));
    }
  }
}
