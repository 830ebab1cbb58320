package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.Domain;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.GaussianNoise;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.PoissonLikelihood;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.engine.catalogue.Catalogue;

/** What a run says of itself: levels, domain, data fit of any noise model. */
class FindingsTest {
  private static final Space SPACE = Space.real(20, 20);

  /** {@code x ↦ x²} on a box. */
  private record Square(Domain admissible) implements ForwardOperator {
    @Override
    public Space domain() {
      return SPACE;
    }

    @Override
    public Space range() {
      return SPACE;
    }

    @Override
    public Field apply(Field x) {
      return x.copy().multiply(x);
    }

    @Override
    public Linearization<Field> linearize(Field x) {
      Field twice = x.copy().scale(2);
      return Linearization.of(
          apply(x), v -> v.copy().multiply(twice), u -> u.copy().multiply(twice));
    }
  }

  private static Reconstruction run(
      Function<Field, Likelihood> likelihood, Field data, PriorCard card, Sampler sampler) {
    Catalogue c =
        Catalogue.of(
            new Toys.Prepared(
                "toy.operator",
                p -> {
                  Field y = p.inputs().get("data");
                  return Measurement.of(likelihood.apply(y), 1, Field.zeros(SPACE).fill(1));
                }),
            new Toys.Created("toy.prior", card, (ctx, s) -> new Toys.GaussianPrior(card, 0)),
            new Toys.Sampling("toy.sampler", ctx -> sampler));
    Request r =
        Request.builder()
            .operator("toy.operator")
            .input("data", data)
            .prior("toy.prior")
            .sampler("toy.sampler")
            .build();
    try (Session s = Session.prepare(c, r)) {
      return s.run(RunListener.SILENT);
    }
  }

  private static PriorCard card(double low, double high) {
    return PriorCard.builder("toy.prior", SpacePattern.eitherScalar(20, 20))
        .sigma(low, high)
        .build();
  }

  private static List<String> levels(PriorCard card, double... levels) {
    Sampler walk =
        Toys.sampler(
            p ->
                new Toys.Iteration(levels.length) {
                  @Override
                  public State step(Bench bench, State state) {
                    return state.with(
                        "x", bench.denoise(state.fields("x"), levels[(int) bench.step()]));
                  }
                });
    return run(FindingsTest::plain, Field.zeros(SPACE), card, walk).findings().stream()
        .map(Finding::toString)
        .toList();
  }

  private static Likelihood plain(Field y) {
    return new GaussianLikelihood(Toys.Diagonal.on(SPACE), y, 1);
  }

  @Test
  void levelsOutsideThoseOfTheCardAreAFindingWithTheNumbers() {
    assertEquals(List.of(), levels(card(0.01, 60), 60, 1, 0.01));
    // The last digits of a schedule are not worth a word.
    assertEquals(List.of(), levels(card(0.01, 60), 60.00001, 0.00999999));
    assertEquals(List.of(), levels(card(0, Double.POSITIVE_INFINITY), 1e9, 1e-9));
    assertEquals(
        List.of(
            "WARNING levels: the prior toy.prior was asked to denoise at levels from 0.5 to 157.0,"
                + " and is made for 0.01 to 60.0: choose levels of the sampler within them"),
        levels(card(0.01, 60), 157, 20, 0.5));
    assertTrue(levels(card(0.01, 60), 20, 0.001).get(0).contains("from 0.001 to 20.0"));
  }

  /** Steps to a given image, looks at it through the operator, and is done. */
  private static Sampler looking(Field image, int times) {
    return Sampler.of(
        Toys.CLAIM,
        List.of(Requirement.likelihood(GaussianNoise.class, "any").or(LinearGaussian.class)),
        p ->
            new Toys.Iteration(times) {
              @Override
              public State step(Bench bench, State state) {
                bench.likelihoodGradient(List.of(image));
                return State.of("x", List.of(image.copy()));
              }
            });
  }

  @Test
  void imagesOutsideTheDomainAreProjectedAndCounted() {
    // 7 of 400 below 0, 5 above 2.
    Field x = Field.zeros(SPACE).fill(1);
    for (int i = 0; i < 7; i++) {
      x.data()[10 * i] = -0.5f - i;
    }
    for (int i = 0; i < 5; i++) {
      x.data()[10 * i + 200] = 2.5f + i;
    }
    Domain box = Domain.box(0, 2);
    Field y = new Square(box).apply(box.project(x));
    Reconstruction r =
        run(d -> new GaussianLikelihood(new Square(box), d, 0.1), y, card(0, 9), looking(x, 3));
    assertEquals(1, r.findings().size());
    assertEquals(
        "WARNING domain: images left the domain of the operator in 36 components over the whole"
            + " run and were projected onto it",
        r.findings().get(0).toString());
    // The residuals were those of the projected image, and so is the data fit of the sample.
    r.trace().forEach(s -> assertEquals(0, s.residual().getAsDouble()));
    assertEquals(0, r.dataFit().average());
    // The sample itself is as the sampler left it.
    assertEquals(-0.5f, r.samples().get(0).data()[0]);
  }

  /** Gaussian noise on a nonlinear operator: σ is known to the sampler, and to the report. */
  @Test
  void gaussianNoiseIsKnownForNonlinearOperatorsToo() {
    double sigma = 0.3;
    Field x = Field.zeros(SPACE).fill(1.5);
    Square a = new Square(Domain.any());
    Field y =
        new GaussianLikelihood(a, Field.zeros(SPACE), sigma)
            .draw(a.apply(x), new CounterNoise(1), 0, 0, Purpose.of("y"));
    Reconstruction r = run(d -> new GaussianLikelihood(a, d, sigma), y, card(0, 9), looking(x, 1));
    assertEquals(OptionalDouble.of(sigma), r.provenance().sigma());
    assertEquals(400, r.dataFit().measurements());
    assertEquals(Math.sqrt(2 / 400.0), r.dataFit().spread(), 1e-12);
    double fit = y.copy().subtract(a.apply(x)).normSquared() / (400 * sigma * sigma);
    assertEquals(fit, r.dataFit().average(), 1e-5);
    // 1 ± 0.07 for the truth: 4 of its deviations.
    assertEquals(1, fit, 0.28);
    assertEquals(fit, r.trace().get(0).residual().getAsDouble(), 1e-5);
    // The baseline of ones: (2.25 − 1)²/σ² more.
    assertEquals(1 + 1.25 * 1.25 / (sigma * sigma), r.dataFit().baseline(), 1.5);
  }

  @Test
  void theFitToCountsIsPearsons() {
    Square a = new Square(Domain.nonNegative());
    Field x = Field.zeros(SPACE);
    for (int i = 0; i < 400; i++) {
      x.data()[i] = 1 + 0.02f * i;
    }
    Field background = Field.zeros(SPACE).fill(0.5);
    PoissonLikelihood l = PoissonLikelihood.of(a, Field.zeros(SPACE), background);
    Field y = l.draw(a.apply(x), new CounterNoise(3), 0, 0, Purpose.of("y"));
    Sampler sampler =
        Toys.sampler(
            p ->
                new Toys.Iteration(1) {
                  @Override
                  public State step(Bench bench, State state) {
                    bench.likelihoodGradient(List.of(x));
                    return State.of("x", List.of(x.copy()));
                  }
                });
    Reconstruction r = run(d -> PoissonLikelihood.of(a, d, background), y, card(0, 9), sampler);
    double pearson = 0;
    double variance = 0;
    for (int i = 0; i < 400; i++) {
      double mean = x.data()[i] * x.data()[i] + 0.5;
      pearson += Math.pow(y.data()[i] - mean, 2) / mean / 400;
      variance += (2 + 1 / mean) / 400;
    }
    assertEquals(pearson, r.dataFit().average(), 1e-4);
    assertEquals(pearson, r.trace().get(0).residual().getAsDouble(), 1e-4);
    assertEquals(Math.sqrt(variance / 400), r.dataFit().spread(), 1e-4);
    assertEquals(1, pearson, 4 * r.dataFit().spread());
    assertTrue(r.provenance().sigma().isEmpty());
  }
}
