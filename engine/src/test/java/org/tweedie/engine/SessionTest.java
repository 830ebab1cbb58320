package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.error.UnknownIdException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.Counts;
import org.tweedie.engine.run.StepRecord;
import org.tweedie.engine.run.Timing;

/** The life of a session on toy providers: results, groups, errors. */
class SessionTest {
  private static final int ANY = SpacePattern.ANY;
  private static final Space IMAGE = Space.complex(12, 13);
  private static final Catalogue CATALOGUE =
      Catalogue.of(new Toys.Operator(), new Toys.Gaussian(), new Toys.Plain());

  @TempDir Path dir;

  static Field data(long seed) {
    return Toys.random(IMAGE, seed);
  }

  private static Request.Builder request() {
    return Request.builder()
        .operator("toy.diagonal")
        .input("data", data(1))
        .prior("toy.gaussian")
        .sampler("toy.plain")
        .samples(5)
        .seed(7);
  }

  private static Reconstruction run(Request.Builder b) {
    try (Session s = Session.prepare(CATALOGUE, b.build())) {
      return s.run(RunListener.SILENT);
    }
  }

  private static void assertSame(List<Field> a, List<Field> b) {
    assertEquals(a.size(), b.size());
    for (int i = 0; i < a.size(); i++) {
      assertArrayEquals(a.get(i).data(), b.get(i).data());
    }
  }

  @Test
  void groupsOfChainsGiveWhatOneGroupGivesToTheBit() {
    Reconstruction whole = run(request());
    Reconstruction grouped = run(request().batchLimit(2));
    assertSame(whole.samples(), grouped.samples());
    assertEquals(whole.counts(), grouped.counts());
    assertEquals(6, whole.trace().size());
    assertEquals(18, grouped.trace().size());
    assertEquals(new Chains(4, 1), grouped.trace().get(17).chains());
    assertArrayEquals(whole.weights(), grouped.weights());
    assertTrue(whole.equallyWeighted());
    assertEquals(5, whole.effectiveSampleSize(), 1e-9);
  }

  @Test
  void aChainDoesNotDependOnHowManyRun() {
    assertSame(run(request().samples(2)).samples(), run(request()).samples().subList(0, 2));
  }

  @Test
  void seedZeroIsASeed() {
    Reconstruction zero = run(request().seed(0));
    assertSame(zero.samples(), run(request().seed(0)).samples());
    assertFalse(zero.samples().get(0).copy().subtract(run(request()).samples().get(0)).norm() < 1);
  }

  @Test
  void countsAreWhatTheToyDoes() {
    Reconstruction r = run(request());
    assertEquals(new Counts(30, 0, 60), r.counts());
    assertTrue(r.complete());
    assertEquals(List.of(true, true, true, true, true), r.finished());
  }

  @Test
  void theTimeOfTheSessionHoldsThatOfTheRun() {
    long before = System.nanoTime();
    try (Session s = Session.prepare(CATALOGUE, request().build())) {
      Timing run = s.run(RunListener.SILENT).timing();
      Timing all = s.spent();
      double most = (System.nanoTime() - before) * 1e-9;
      assertTrue(run.prior() + run.operator() <= run.total(), run.toString());
      assertTrue(run.total() <= all.total() && all.total() <= most, run + ", " + all);
      assertTrue(run.prior() <= all.prior());
      assertTrue(run.operator() <= all.operator());
    }
  }

  @Test
  void theTraceHoldsLevelsAndNotes() {
    List<StepRecord> trace = run(request()).trace();
    for (int i = 0; i < 6; i++) {
      assertEquals(
          new StepRecord(Chains.of(5), i, 1.0 / (1 + i), Map.of("residual", 1.0 / (1 + i))),
          trace.get(i));
    }
  }

  @Test
  void progressCountsOverAllGroups() {
    List<Progress> heard = new ArrayList<>();
    try (Session s = Session.prepare(CATALOGUE, request().batchLimit(3).build())) {
      s.run(heard::add);
    }
    assertEquals(12, heard.size());
    for (int i = 0; i < 12; i++) {
      assertEquals(i + 1, heard.get(i).step());
      assertEquals(12, heard.get(i).steps());
      assertEquals(i < 6 ? 0 : 3, heard.get(i).firstChain());
      assertTrue(heard.get(i).secondsLeft() >= 0);
    }
    assertEquals(0, heard.get(11).secondsLeft());
    assertEquals(new Counts(30, 0, 60), heard.get(11).counts());
  }

  @Test
  void theProgressOfAMethodThatEndsEarlyReachesItsEnd() {
    Toys.Sampling early =
        new Toys.Sampling(
            "toy.early",
            c ->
                Toys.sampler(
                    problem ->
                        new Toys.Iteration(10) {
                          @Override
                          public State step(Bench bench, State state) {
                            return state;
                          }

                          @Override
                          public boolean done(State state, long step) {
                            return step == 3;
                          }
                        }));
    Catalogue c = Catalogue.of(new Toys.Operator(), new Toys.Gaussian(), early);
    List<String> heard = new ArrayList<>();
    try (Session s =
        Session.prepare(c, request().sampler("toy.early").samples(4).batchLimit(2).build())) {
      assertTrue(s.run(p -> heard.add(p.step() + "/" + p.steps())).complete());
    }
    // Planned are ten a group, until one is known to have taken three.
    assertEquals(List.of("1/20", "2/20", "3/13", "4/13", "5/13", "6/6"), heard);
  }

  @Test
  void aNanIsReportedWithItsStepAndCulprit() {
    NumericalFailureException e =
        assertThrows(NumericalFailureException.class, () -> run(request().option("nan-at", "3")));
    assertEquals(3, e.step());
    assertEquals("the prior toy.gaussian", e.culprit());
    assertTrue(e.getMessage().contains("level 0.25"), e.getMessage());
    e =
        assertThrows(
            NumericalFailureException.class,
            () -> run(request().option("weight", "1e9").option("sampler.steps", "40")));
    assertTrue(
        e.culprit().equals("the sampler toy.plain") || e.culprit().equals("the operator"),
        e.culprit());
  }

  @Test
  void whatASamplerThrowsIsWrappedWithTheStep() {
    PluginException e =
        assertThrows(PluginException.class, () -> run(request().option("throw-at", "2")));
    assertTrue(e.getMessage().contains("toy.plain failed at step 2"), e.getMessage());
  }

  @Test
  void everythingThatASamplerLacksIsNamedAtOnce() {
    UnsupportedProblemException e =
        assertThrows(
            UnsupportedProblemException.class, () -> run(request().option("greedy", "true")));
    for (String s :
        List.of("DifferentiableDenoiser (guidance)", "SpectralDecomposition (projection)")) {
      assertTrue(e.getMessage().contains(s), e.getMessage());
    }
  }

  @Test
  void badInputIsNamed() {
    assertMessage(UnknownIdException.class, request().sampler("toy.plane"), "toy.plain");
    assertMessage(
        InvalidInputException.class, request().input("maks", data(1)), "did you mean 'mask'?");
    Field bad = data(1);
    bad.data()[2 * (3 * 13 + 4)] = Float.NaN;
    assertMessage(InvalidInputException.class, request().input("data", bad), "at [3, 4]");
    assertMessage(
        ShapeMismatchException.class,
        request().input("mask", Field.zeros(Space.real(3))),
        "the input 'mask' is real 3");
    assertMessage(
        ShapeMismatchException.class,
        request().reference(Field.zeros(Space.real(12, 12))),
        "the reference is real 12 x 12");
    Request.Builder none =
        Request.builder().operator("toy.diagonal").prior("toy.gaussian").sampler("toy.plain");
    assertMessage(InvalidInputException.class, none, "needs the input 'data'");
  }

  private static void assertMessage(
      Class<? extends TweedieException> type, Request.Builder b, String part) {
    TweedieException e = assertThrows(type, () -> Session.prepare(CATALOGUE, b.build()));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void nothingWorksAfterClose() {
    Session s = Session.prepare(CATALOGUE, request().build());
    s.close();
    s.close();
    assertThrows(LifecycleException.class, () -> s.run(RunListener.SILENT));
  }

  @Test
  void theProvenanceRepeatsTheRun() {
    Reconstruction r = run(request().option("sampler.steps", "3"));
    Provenance p = r.provenance();
    assertEquals("3", p.options().asMap().get("sampler.steps"));
    assertEquals("1", p.options().asMap().get("operator.steps"));
    assertEquals(0.5, p.sigma().getAsDouble());
    assertEquals(List.of("toy.gaussian"), List.copyOf(p.citations().keySet()));
    assertTrue(p.versions().containsKey("java"));
    assertTrue(p.versions().containsKey("org.tweedie.engine"), p.versions().toString());
    Request.Builder again = request();
    again.options(p.options().asMap());
    assertSame(r.samples(), run(again).samples());
  }

  @Test
  void aModelFileChoosesItsPriorBySuffix() {
    Path model = dir.resolve("some.TOY");
    Request.Builder b =
        Request.builder()
            .operator("toy.diagonal")
            .input("data", data(1))
            .priorFile(model)
            .sampler("toy.plain");
    assertEquals(model.toString(), run(b).provenance().options().prior().asMap().get("model"));
    b.priorFile(dir.resolve("some.onnx"));
    assertMessage(UnsupportedProblemException.class, b, ".toy");
  }

  @Test
  void whatTheAlignmentAssumesIsAFinding() {
    assertEquals(List.of("noise"), findings());
    assertEquals(List.of("noise"), findings("prior.range", "unit", "scale", "3"));
    assertEquals(List.of("noise", "scalar"), findings("scalar", "real"));
    assertEquals(
        List.of("noise", "scale", "scalar"),
        findings("scalar", "real", "prior.range", "signed", "scale", "3"));
  }

  private static List<String> findings(String... options) {
    Request.Builder b = request();
    for (int i = 0; i < options.length; i += 2) {
      b.option(options[i], options[i + 1]);
    }
    try (Session s = Session.prepare(CATALOGUE, b.build())) {
      return s.measurement().findings().stream().map(f -> f.name()).toList();
    }
  }

  private static final class Populous implements Sampler {
    private final int perChain;

    Populous(int perChain) {
      this.perChain = perChain;
    }

    @Override
    public Exactness exactness() {
      return Toys.CLAIM;
    }

    @Override
    public List<Requirement> requirements() {
      return List.of();
    }

    @Override
    public int samplesPerChain() {
      return perChain;
    }

    @Override
    public Kernel kernel(Problem problem) {
      throw new AssertionError("not reached");
    }
  }

  /** What was prepared, created and freed, in order, until the preparation of a session failed. */
  private static List<String> logOfAFailure(
      Class<? extends TweedieException> type, String part, int perChain, int samples, Space image) {
    List<String> log = new ArrayList<>();
    Toys.Prepared operator =
        new Toys.Prepared(
            "toy.logging",
            p -> {
              log.add("prepare");
              Field y = Field.zeros(image);
              return Measurement.of(new GaussianLikelihood(Toys.Diagonal.on(image), y, 1), 1, y)
                  .onClose(() -> log.add("free"));
            });
    Toys.Created prior =
        new Toys.Created(
            "toy.prior",
            PriorCard.builder("toy.prior", SpacePattern.of(Scalar.REAL, ANY, ANY)).build(),
            (c, space) -> {
              log.add("create");
              throw new AssertionError("not reached");
            });
    Toys.Sampling sampler = new Toys.Sampling("toy.populous", c -> new Populous(perChain));
    Request r =
        Request.builder()
            .operator("toy.logging")
            .input("data", Field.zeros(Space.real(2)))
            .prior("toy.prior")
            .sampler("toy.populous")
            .samples(samples)
            .build();
    TweedieException e =
        assertThrows(type, () -> Session.prepare(Catalogue.of(operator, prior, sampler), r));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    return log;
  }

  @Test
  void samplesThatNoMemoryHoldsAreRefusedBeforeAnythingLong() {
    // Even of one pixel each they do not fit: the operator need not be prepared to know.
    int absurd = Integer.MAX_VALUE;
    String all = absurd + " samples";
    if (12.0 * absurd > Runtime.getRuntime().maxMemory()) {
      assertEquals(
          List.of(), logOfAFailure(ResourceException.class, all, 1, absurd, Space.real(2, 2)));
    }
    // On no machine are there more than an array can hold.
    assertEquals(
        List.of(),
        logOfAFailure(
            ResourceException.class, "4294967292 samples", absurd - 1, absurd, Space.real(2, 2)));
    // Of these the images must be known; no prior is made, and the operator is freed.
    long fit = Runtime.getRuntime().maxMemory() / (3 * Float.BYTES);
    int many = (int) Math.min(1_000_000, fit / 1000);
    int pixels = (int) (fit / many) + 1;
    assertEquals(
        List.of("prepare", "free"),
        logOfAFailure(
            ResourceException.class, many + " samples of real", 1, many, Space.real(1, pixels)));
  }

  @Test
  void anOperatorIsFreedWhenTheSessionCannotBePrepared() {
    assertEquals(
        List.of("prepare", "free"),
        logOfAFailure(ShapeMismatchException.class, "are complex 3", 1, 1, Space.complex(3)));
  }

  @Test
  void aSamplerWhoseChainsReturnNothingIsItsAuthorsFault() {
    assertEquals(
        List.of(),
        logOfAFailure(PluginException.class, "is to return 0 samples", 0, 1, Space.real(2, 2)));
  }
}
