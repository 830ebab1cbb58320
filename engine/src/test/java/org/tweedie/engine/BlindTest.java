package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.error.UnknownIdException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Operators;
import org.tweedie.api.spi.operator.Parameter;
import org.tweedie.api.spi.operator.Parametric;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.api.spi.sampler.Unknown;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.run.Counts;

/** {@code y = φ x + σn} with an unknown gain φ that has a prior of its own. */
class BlindTest {
  private static final Space SPACE = Space.real(4, 5);
  private static final Space ONE = Space.real(1);
  private static final double SIGMA = 0.2;
  private static final double SCALE = 3;
  private static final double MEAN = 0.5;

  @TempDir Path dir;

  /** The likelihood at a gain. */
  private record Gain(double phi, Field data) implements Likelihood, Parametric {
    private GaussianLikelihood inner() {
      return new GaussianLikelihood(Operators.scale(phi, Operators.identity(SPACE)), data, SIGMA);
    }

    @Override
    public ForwardOperator operator() {
      return inner().operator();
    }

    @Override
    public double logDensity(Field z) {
      return inner().logDensity(z);
    }

    @Override
    public Field gradient(Field z) {
      return inner().gradient(z);
    }

    @Override
    public Field draw(Field z, Noise noise, int chain, long step, Purpose purpose) {
      return inner().draw(z, noise, chain, step, purpose);
    }

    @Override
    public double dataFit(Field z) {
      return inner().dataFit(z);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return type == Parametric.class ? Optional.of(type.cast(this)) : inner().capability(type);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.of("gain", Field.zeros(ONE).fill(1), "what the image is multiplied by"));
    }

    @Override
    public Likelihood at(Map<String, Field> values) {
      return new Gain(values.get("gain").data()[0], data);
    }

    @Override
    public Derivatives linearize(Field x, Map<String, Field> values) {
      double g = values.get("gain").data()[0];
      return new Derivatives() {
        @Override
        public Field value() {
          return x.copy().scale(g);
        }

        @Override
        public Field vjpImage(Field u) {
          return u.copy().scale(g);
        }

        @Override
        public Field vjp(String parameter, Field u) {
          return Field.zeros(ONE).fill(u.dot(x));
        }

        @Override
        public void close() {}
      };
    }
  }

  /** Climbs the posterior in the image and in the gain, by small steps. */
  private static final class Ascent implements Kernel {
    private static final double LEVEL = 0.1;
    private final Problem problem;
    private final long steps;

    Ascent(Problem problem, long steps) {
      this.problem = problem;
      this.steps = steps;
    }

    @Override
    public long steps() {
      return steps;
    }

    @Override
    public State init(Bench bench) {
      return State.of("x", bench.each(i -> bench.normals(i, Purpose.of("x")).scale(0.1)))
          .with("gain", bench.each(i -> Field.zeros(ONE).fill(1 + 0.1 * i)));
    }

    /** {@code (D(u, σ) − u)/σ²}. */
    private static List<Field> score(List<Field> clean, List<Field> u) {
      List<Field> out = new ArrayList<>();
      for (int i = 0; i < u.size(); i++) {
        out.add(clean.get(i).copy().subtract(u.get(i)).scale(1 / (LEVEL * LEVEL)));
      }
      return out;
    }

    @Override
    public State step(Bench bench, State s) {
      List<Field> x = s.fields("x");
      List<Field> phi = s.fields("gain");
      Unknown gain = problem.unknowns().get(0);
      Denoiser ofGain = gain.prior().capability(Denoiser.class).orElseThrow();
      List<Field> dx = score(bench.denoise(x, LEVEL), x);
      List<Field> dphi = score(ofGain.denoise(phi, LEVEL), phi);
      Parametric p = problem.likelihood().capability(Parametric.class).orElseThrow();
      for (int i = 0; i < x.size(); i++) {
        Map<String, Field> values = Map.of(gain.parameter().name(), phi.get(i));
        try (Parametric.Derivatives d = p.linearize(x.get(i), values)) {
          Field g = p.at(values).gradient(d.value());
          bench.note("residual", p.at(values).dataFit(d.value()));
          dx.get(i).add(d.vjpImage(g));
          dphi.get(i).add(d.vjp("gain", g));
        }
      }
      return State.of("x", moved(x, dx)).with("gain", moved(phi, dphi));
    }

    private static List<Field> moved(List<Field> x, List<Field> d) {
      List<Field> out = new ArrayList<>();
      for (int i = 0; i < x.size(); i++) {
        out.add(x.get(i).copy().axpy(2e-4, d.get(i)));
      }
      return out;
    }

    @Override
    public List<ChainResult> result(State s) {
      List<ChainResult> out = new ArrayList<>();
      for (int i = 0; i < s.fields("x").size(); i++) {
        out.add(
            ChainResult.of(s.fields("x").get(i))
                .withUnknown("gain", List.of(s.fields("gain").get(i))));
      }
      return out;
    }
  }

  private static PriorCard card(String name, double low, Space... spaces) {
    SpacePattern[] patterns = new SpacePattern[spaces.length];
    for (int i = 0; i < spaces.length; i++) {
      patterns[i] = SpacePattern.of(spaces[i].scalar(), spaces[i].shape());
    }
    return PriorCard.builder(name, patterns).sigma(low, 9).build();
  }

  private static final Catalogue CATALOGUE = catalogue();

  private static Catalogue catalogue() {
    PriorCard images =
        PriorCard.builder("toy.images", SpacePattern.of(SPACE.scalar(), SPACE.shape()))
            .range(PriorCard.ValueRange.of(0, 1))
            .build();
    PriorCard gains = card("toy.gains", 0.5, ONE);
    return Catalogue.of(
        new Toys.Prepared(
            "toy.blind",
            p -> Measurement.of(new Gain(1, p.inputs().get("data")), SCALE, Field.zeros(SPACE))),
        new Toys.Operator(),
        new Toys.Created("toy.images", images, (c, s) -> new Toys.GaussianPrior(images, MEAN)),
        new Toys.Created(
            "toy.gains",
            gains,
            (c, s) ->
                new Toys.GaussianPrior(
                    gains, c.options().number("mean"), c.options().integer("nan-at")),
            OptionSpec.number("mean", 2, -9, 9, "its mean"),
            OptionSpec.integer("nan-at", -1, -1, 99, "call that returns a NaN")),
        new Toys.Sampling(
            "toy.ascent",
            c ->
                Sampler.of(
                    Toys.CLAIM,
                    List.of(Requirement.likelihood(Parametric.class, "the gain")),
                    p -> new Ascent(p, c.options().integer("steps"))),
            OptionSpec.integer("steps", 5, 1, 100_000, "steps")),
        new Toys.Plain());
  }

  private static Field truth() {
    return Toys.random(SPACE, 3).scale(SCALE).copy();
  }

  private static Field data() {
    return truth().scale(2).axpy(SIGMA, Toys.random(SPACE, 4));
  }

  private static Request.Builder request(Map<String, String> ofGain) {
    return Request.builder()
        .operator("toy.blind")
        .input("data", data())
        .prior("toy.images")
        .sampler("toy.ascent")
        .unknown("gain", "toy.gains", ofGain)
        .samples(3)
        .batchLimit(2);
  }

  private static Reconstruction run(Request.Builder b) {
    try (Session s = Session.prepare(CATALOGUE, b.build())) {
      return s.run(RunListener.SILENT);
    }
  }

  /** Where image and gain rest the gradient of the log-posterior in the data's units is 0. */
  @Test
  void imageAndGainAreEstimatedTogether() {
    Reconstruction r = run(request(Map.of()).option("steps", "8000"));
    assertEquals(3, r.samples().size());
    List<Field> gains = r.unknowns().get("gain");
    assertEquals(3, gains.size());
    Field y = data();
    for (int k = 0; k < 3; k++) {
      double phi = gains.get(k).data()[0];
      Field x = r.samples().get(k);
      double smoothed = 1 + Ascent.LEVEL * Ascent.LEVEL;
      double slopeGain = -(phi - 2) / smoothed;
      for (int i = 0; i < 20; i++) {
        double xi = x.data()[i];
        double misfit = (y.data()[i] - phi * xi) / (SIGMA * SIGMA);
        double slope = -(xi / SCALE - MEAN) / smoothed + SCALE * phi * misfit;
        assertEquals(0, slope, 0.05);
        slopeGain += xi * misfit;
      }
      // The curvature is Σx²/σ² = 1500, so the gain is within 3e-4 of the maximum.
      assertEquals(0, slopeGain, 0.5);
      // Of image and gain only the product is measured: the priors decide, alike for all chains.
      assertEquals(gains.get(0).data()[0], phi, 1e-2);
      // Each sample is judged with its own gain.
      double fit = y.copy().axpy(-phi, x).normSquared() / (20 * SIGMA * SIGMA);
      assertEquals(fit, r.dataFit().samples()[k], 1e-3 * (1 + fit));
      assertTrue(fit < 0.1, "explained: " + fit);
    }
    assertTrue(r.dataFit().mean() < 0.1);
    // At the start the gain is 1.
    assertEquals(
        y.normSquared() / (20 * SIGMA * SIGMA),
        r.dataFit().baseline(),
        r.dataFit().baseline() / 1e4);
  }

  @Test
  void bothPriorsCountAndBothSayWhereTheyAreUsedOutsideTheirLevels() {
    Reconstruction r = run(request(Map.of()));
    // Three chains, five steps: an image, a gain, and the value and two products of A.
    assertEquals(new Counts(30, 0, 45), r.counts());
    List<Finding> findings = r.findings();
    assertEquals(1, findings.size());
    assertTrue(
        findings.get(0).text().startsWith("the prior toy.gains was asked to denoise at levels"),
        findings.get(0).text());
    assertEquals(10, r.trace().size());
    assertEquals(Ascent.LEVEL, r.trace().get(9).level());
  }

  @Test
  void aNanOfTheGainsPriorIsReportedWithTheStep() {
    NumericalFailureException e =
        assertThrows(NumericalFailureException.class, () -> run(request(Map.of("nan-at", "3"))));
    assertEquals("the prior toy.gains", e.culprit());
    assertEquals(3, e.step());
  }

  @Test
  void aBlindRunIsResumedAsIfItHadNotBeenInterrupted() {
    Path folder = dir.resolve("saved");
    Duration never = Duration.ofDays(1);
    Map<String, String> options = Map.of("mean", "2.5", "nan-at", "-1");
    try (Session s = Session.prepare(CATALOGUE, request(options).build())) {
      s.saveTo(folder, never)
          .run(
              p -> {
                if (p.step() == 8) {
                  s.cancel();
                }
              });
    }
    Reconstruction whole = run(request(options));
    try (Session s = Session.prepare(CATALOGUE, request(options).build())) {
      Reconstruction r = s.saveTo(folder, never).resume(RunListener.SILENT);
      for (int k = 0; k < 3; k++) {
        assertArrayEquals(whole.samples().get(k).data(), r.samples().get(k).data());
        assertArrayEquals(
            whole.unknowns().get("gain").get(k).data(), r.unknowns().get("gain").get(k).data());
      }
    }
    try (Session s = Session.prepare(CATALOGUE, request(Map.of("mean", "3")).build())) {
      TweedieException e =
          assertThrows(
              StateMismatchException.class,
              () -> s.saveTo(folder, never).resume(RunListener.SILENT));
      assertTrue(e.getMessage().contains("unknown gain.mean was 2.5 and is 3.0"), e.getMessage());
    }
  }

  private static void assertRefused(
      Class<? extends TweedieException> type, Request.Builder b, String... parts) {
    TweedieException e = assertThrows(type, () -> run(b));
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  @Test
  void whatCannotBeUnknownIsRefused() {
    assertRefused(
        InvalidOptionException.class,
        request(Map.of()).unknown("gian", "toy.gains", Map.of()),
        "the operator toy.blind has no unknown parameter 'gian'",
        "choose one of gain");
    assertRefused(
        InvalidOptionException.class,
        request(Map.of()).operator("toy.diagonal"),
        "the operator toy.diagonal has no unknown parameter 'gain'",
        "it has none");
    assertRefused(
        UnknownIdException.class,
        request(Map.of()).unknown("gain", "toy.gain", Map.of()),
        "did you mean 'toy.gains'?");
    assertRefused(
        ShapeMismatchException.class,
        request(Map.of()).unknown("gain", "toy.images", Map.of()),
        "the parameter gain is real 1");
    assertRefused(
        InvalidOptionException.class, request(Map.of("meen", "1")), "did you mean 'mean'?");
    // A method that is not for blind problems would take the gain as known, without a word.
    assertRefused(
        UnsupportedProblemException.class,
        request(Map.of()).sampler("toy.plain"),
        "the sampler toy.plain does not estimate the unknown parameter 'gain'");
  }
}
