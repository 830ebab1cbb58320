package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
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
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.error.UnknownIdException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.engine.catalogue.Catalogue;

/** The life of a session on toy providers: results, groups, saving, errors. */
class SessionTest {
  private static final Space IMAGE = Space.complex(12, 13);
  private static final Catalogue CATALOGUE =
      Catalogue.of(new Toys.Operator(), new Toys.Gaussian(), new Toys.Plain());

  @TempDir Path dir;

  static Field data(long seed) {
    return new CounterNoise(seed).normals(0, 0, Purpose.of("data"), Field.zeros(IMAGE));
  }

  private static Request.Builder request() {
    return Request.builder()
        .operator("toy.diagonal")
        .input("data", data(1))
        .prior("toy.gaussian")
        .sampler("toy.plain")
        .chains(5)
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
    assertEquals(4, grouped.trace().get(17).chains().first());
    assertEquals(6.0, grouped.diagnostics().get("steps@4"));
    assertTrue(grouped.logEvidence().isEmpty());
    assertEquals(-3, whole.logEvidence().getAsDouble());
  }

  @Test
  void aChainDoesNotDependOnHowManyRun() {
    assertSame(run(request().chains(2)).samples(), run(request()).samples().subList(0, 2));
  }

  @Test
  void seedZeroIsASeed() {
    Reconstruction zero = run(request().seed(0));
    assertSame(zero.samples(), run(request().seed(0)).samples());
    assertFalse(zero.samples().get(0).copy().subtract(run(request()).samples().get(0)).norm() < 1);
  }

  @Test
  void countsAreWhatTheToyDoesAndEqualItsReport() {
    Reconstruction r = run(request());
    assertEquals(new Counts(30, 0, 60), r.counts());
    assertEquals(r.reported(), r.counts());
    assertTrue(r.complete());
    assertEquals(List.of(true, true, true, true, true), r.finished());
    Timing t = r.timing();
    assertEquals(t.total(), t.network() + t.operator() + t.other(), 1e-9);
  }

  @Test
  void theTimeOfTheSessionHoldsThatOfTheRun() {
    long before = System.nanoTime();
    try (Session s = Session.prepare(CATALOGUE, request().build())) {
      Timing run = s.run(RunListener.SILENT).timing();
      Timing all = s.spent();
      double most = (System.nanoTime() - before) * 1e-9;
      assertTrue(run.total() <= all.total() && all.total() <= most, run + ", " + all);
      assertTrue(run.network() <= all.network());
      assertTrue(run.operator() <= all.operator());
      assertEquals(all.total(), all.network() + all.operator() + all.other(), 1e-9);
    }
  }

  @Test
  void whatIsNeitherNetworkNorTransformIsOutside() {
    Timing t = new Timing(6, 3, 2, 1, 10);
    assertEquals(2, t.outside());
    assertEquals(0.2, t.outsideShare());
    // Two seconds before the run and three after it are outside as well.
    Timing whole = t.within(15);
    assertEquals(new Timing(6, 3, 2, 6, 15), whole);
    assertEquals(7, whole.outside());
    assertEquals(0, Timing.NONE.outsideShare());
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
  void aCancelledRunIsPartialAndItsResumptionEqualsNoInterruption() {
    Path file = dir.resolve("state");
    for (int stopAt : new int[] {1, 4, 6, 9, 17}) {
      try (Session s = Session.prepare(CATALOGUE, request().batchLimit(2).build())) {
        s.saveTo(file, 1000);
        Reconstruction partial =
            s.run(
                p -> {
                  if (p.step() == stopAt) {
                    s.cancel();
                  }
                });
        assertFalse(partial.complete());
        assertEquals(stopAt, partial.trace().size());
        assertEquals(Math.min(5, 2 * ((stopAt + 5) / 6)), partial.samples().size());
        assertEquals(stopAt >= 6, partial.finished().get(0));
      }
      Checkpoint saved = Checkpoint.read(file);
      assertEquals(stopAt, saved.step());
      try (Session s = Session.prepare(CATALOGUE, request().batchLimit(2).build())) {
        Reconstruction resumed = s.saveTo(file, 1000).resume(saved, RunListener.SILENT);
        Reconstruction whole = run(request().batchLimit(2));
        assertTrue(resumed.complete());
        assertSame(whole.samples(), resumed.samples());
        assertEquals(whole.counts(), resumed.counts());
        assertEquals(whole.reported(), resumed.reported());
        assertEquals(whole.trace(), resumed.trace());
      }
      assertFalse(Files.exists(file), "a finished run leaves no saved state");
    }
  }

  @Test
  void aRunCancelledBeforeItsFirstStepStops() {
    try (Session s = Session.prepare(CATALOGUE, request().build())) {
      s.cancel();
      Reconstruction r = s.run(RunListener.SILENT);
      assertFalse(r.complete());
      assertEquals(0, r.trace().size());
      assertEquals(5, r.samples().size());
    }
  }

  @Test
  void savesPeriodicallyAndSaysSo() {
    Path file = dir.resolve("state");
    List<Integer> savedAt = new ArrayList<>();
    try (Session s = Session.prepare(CATALOGUE, request().build())) {
      s.saveTo(file, 2)
          .run(
              new RunListener() {
                @Override
                public void step(Progress p) {}

                @Override
                public void saved(Path f) {
                  savedAt.add(Checkpoint.read(f).step());
                }
              });
    }
    assertEquals(List.of(2, 4, 6), savedAt);
  }

  @Test
  void aStateOfAnotherRunIsRefusedAndTheDifferenceIsNamed() {
    Path file = dir.resolve("state");
    try (Session s = Session.prepare(CATALOGUE, request().build())) {
      s.saveTo(file, 2).run(p -> s.cancel());
    }
    Checkpoint saved = Checkpoint.read(file);
    Map<String, Request.Builder> others =
        Map.of(
            "seed", request().seed(8),
            "chains", request().chains(6),
            "batch limit", request().batchLimit(2),
            "option sampler.weight", request().option("weight", "0.2"),
            "option prior.mean", request().option("prior.mean", "1"),
            "problem", request().input("data", data(2)));
    others.forEach(
        (name, other) -> {
          try (Session s = Session.prepare(CATALOGUE, other.build())) {
            TweedieException e =
                assertThrows(
                    StateMismatchException.class, () -> s.resume(saved, RunListener.SILENT));
            assertTrue(e.getMessage().contains(name + " was "), e.getMessage());
          }
        });
  }

  @Test
  void aDamagedStateIsRefused() throws Exception {
    Path file = dir.resolve("state");
    try (Session s = Session.prepare(CATALOGUE, request().build())) {
      s.saveTo(file, 2).run(p -> s.cancel());
    }
    byte[] good = Files.readAllBytes(file);
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    Files.write(file, bad);
    assertThrows(StateMismatchException.class, () -> Checkpoint.read(file));
    Files.write(file, java.util.Arrays.copyOf(good, good.length - 100));
    assertThrows(StateMismatchException.class, () -> Checkpoint.read(file));
    Files.write(file, "something else entirely".getBytes());
    assertThrows(StateMismatchException.class, () -> Checkpoint.read(file));
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
        List.of("DifferentiablePrior (guidance)", "must be exact", "SpectralDecomposition")) {
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
}
