package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Space;
import org.tweedie.engine.catalogue.Catalogue;

/** A session that was interrupted goes on as if it had not been. */
class ResumeTest {
  private static final Space IMAGE = Space.complex(6, 7);
  private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final Catalogue CATALOGUE =
      Catalogue.of(new Toys.Operator(), new Toys.Gaussian(), new Toys.Plain());

  @TempDir Path dir;

  /** Five chains in groups of two, six steps each. */
  private static Request.Builder request() {
    return Request.builder()
        .operator("toy.diagonal")
        .input("data", Toys.random(IMAGE, 1))
        .prior("toy.gaussian")
        .sampler("toy.plain")
        .samples(5)
        .batchLimit(2)
        .seed(7);
  }

  private static Reconstruction whole(Request.Builder b) {
    try (Session s = Session.prepare(CATALOGUE, b.build())) {
      return s.run(RunListener.SILENT);
    }
  }

  private Path folder() {
    return dir.resolve("saved");
  }

  /** Runs until so many steps are done over all groups. */
  private Reconstruction until(int steps, Request.Builder b) {
    try (Session s = Session.prepare(CATALOGUE, b.build())) {
      return s.saveTo(folder(), NEVER)
          .run(
              p -> {
                if (p.step() == steps) {
                  s.cancel();
                }
              });
    }
  }

  /** Goes on, and tells of notices and of the chains of the steps that were done. */
  private Reconstruction goOn(Request.Builder b, List<String> heard) {
    try (Session s = Session.prepare(CATALOGUE, b.build())) {
      return s.saveTo(folder(), NEVER)
          .resume(
              new RunListener() {
                @Override
                public void step(Progress p) {
                  heard.add(p.firstChain() + "+" + p.chains());
                }

                @Override
                public void notice(String text) {
                  heard.add(text);
                }
              });
    }
  }

  private static void assertSame(Reconstruction a, Reconstruction b) {
    assertEquals(a.samples().size(), b.samples().size());
    for (int i = 0; i < a.samples().size(); i++) {
      assertArrayEquals(a.samples().get(i).data(), b.samples().get(i).data());
    }
    assertArrayEquals(a.weights(), b.weights());
  }

  private static List<String> times(int n, String s) {
    return java.util.Collections.nCopies(n, s);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder())) {
      return all.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aCancelledRunIsPartialAndItsResumptionEqualsNoInterruption() throws IOException {
    Reconstruction whole = whole(request());
    for (int stop = 1; stop < 18; stop++) {
      Reconstruction partial = until(stop, request());
      assertFalse(partial.complete());
      assertEquals(stop, partial.trace().size());
      // A group that has begun is there; at the end of a group the next has not begun.
      assertEquals(Math.min(5, 2 * ((stop + 5) / 6)), partial.samples().size());
      assertEquals(stop >= 6, partial.finished().get(0));
      assertEquals(stop % 6 == 0, !files().contains("state"));

      Reconstruction resumed = goOn(request(), new ArrayList<>());
      assertTrue(resumed.complete());
      assertSame(whole, resumed);
      assertEquals(whole.counts(), resumed.counts());
      assertEquals(whole.trace(), resumed.trace());
      assertEquals(List.of("group-00000", "group-00001", "group-00002"), files());
    }
  }

  @Test
  void aRunMayBeInterruptedManyTimes() {
    until(1, request());
    for (int stop = 2; stop < 18; stop++) {
      int at = stop;
      try (Session s = Session.prepare(CATALOGUE, request().build())) {
        s.saveTo(folder(), NEVER)
            .resume(
                p -> {
                  assertEquals(at, p.step());
                  assertEquals(18, p.steps());
                  s.cancel();
                });
      }
    }
    assertSame(whole(request()), goOn(request(), new ArrayList<>()));
  }

  @Test
  void aRunCancelledBeforeItsFirstStepStopsAndMayGoOn() {
    try (Session s = Session.prepare(CATALOGUE, request().build())) {
      s.cancel();
      Reconstruction r = s.saveTo(folder(), NEVER).run(RunListener.SILENT);
      assertFalse(r.complete());
      assertEquals(0, r.trace().size());
      assertEquals(2, r.samples().size());
    }
    assertSame(whole(request()), goOn(request(), new ArrayList<>()));
  }

  @Test
  void savesAsItGoesAndSaysSo() {
    List<Boolean> there = new ArrayList<>();
    try (Session s = Session.prepare(CATALOGUE, request().build())) {
      s.saveTo(folder(), Duration.ZERO)
          .run(
              new RunListener() {
                @Override
                public void step(Progress p) {}

                @Override
                public void saved(Path f) {
                  there.add(f.equals(folder()) && Files.exists(f.resolve("state")));
                }
              });
    }
    assertTrue(there.size() >= 1);
    assertFalse(there.contains(false));
  }

  @Test
  void whatWasSavedStaysUntilItIsDiscardedAndNothingElseIsDeleted() throws IOException {
    until(8, request());
    Files.writeString(folder().resolve("state-of-the-art.txt"), "the user's");
    Files.writeString(folder().resolve("group-photo"), "the user's");
    Files.writeString(folder().resolve("group-00007.part"), "left by a kill");
    try (Session s = Session.prepare(CATALOGUE, request().build())) {
      s.saveTo(folder(), NEVER).discardSaved();
      assertEquals(List.of("group-photo", "state-of-the-art.txt"), files());
      Files.delete(folder().resolve("group-photo"));
      Files.delete(folder().resolve("state-of-the-art.txt"));
      s.discardSaved();
      assertFalse(Files.exists(folder()));
    }
  }

  @Test
  void aRunBeginsAnewWhateverWasSaved() {
    until(8, request().seed(1));
    Reconstruction r = until(99, request());
    assertSame(whole(request()), r);
  }

  @Test
  void aClosedSessionDoesNotTouchWhatWasSaved() throws IOException {
    until(8, request());
    List<String> before = files();
    Session s = Session.prepare(CATALOGUE, request().build()).saveTo(folder(), NEVER);
    s.close();
    assertThrows(LifecycleException.class, () -> s.run(RunListener.SILENT));
    assertThrows(LifecycleException.class, () -> s.resume(RunListener.SILENT));
    assertEquals(before, files());
  }

  @Test
  void moreSamplesResumeOnlyTheNewGroups() {
    until(99, request());
    List<String> heard = new ArrayList<>();
    // Chain 4 was alone in its group and stays so; only what is new is computed.
    assertSame(whole(request().samples(8)), goOn(request().samples(8), heard));
    List<String> expected = new ArrayList<>(times(6, "5+2"));
    expected.addAll(times(6, "7+1"));
    assertEquals(expected, heard);
    heard.clear();
    assertSame(whole(request().samples(9)), goOn(request().samples(9), heard));
    assertEquals(times(6, "8+1"), heard);
  }

  @Test
  void aGroupAtWorkGoesOnWhenMoreSamplesAreWanted() {
    until(14, request());
    List<String> heard = new ArrayList<>();
    Reconstruction r = goOn(request().samples(6), heard);
    assertSame(whole(request().samples(6)), r);
    List<String> expected = new ArrayList<>(times(4, "4+1"));
    expected.addAll(times(6, "5+1"));
    assertEquals(expected, heard);
    assertEquals(6 * 6, r.counts().priorEvaluations());
  }

  @Test
  void fewerSamplesAreCutFromWhatIsThere() {
    until(14, request());
    List<String> heard = new ArrayList<>();
    Reconstruction r = goOn(request().samples(3), heard);
    assertSame(whole(request().samples(3)), r);
    assertTrue(r.complete());
    assertEquals(List.of(), heard);
    // The group at work is of more chains than are left.
    until(8, request());
    assertSame(whole(request().samples(3)), goOn(request().samples(3), heard));
    assertEquals(times(6, "2+1"), heard);
  }

  @Test
  void aDamagedGroupIsComputedAgainWithThoseBehindIt() throws IOException {
    until(99, request());
    byte[] bytes = Files.readAllBytes(folder().resolve("group-00001"));
    bytes[bytes.length / 2] ^= 4;
    Files.write(folder().resolve("group-00001"), bytes);
    List<String> heard = new ArrayList<>();
    assertSame(whole(request()), goOn(request(), heard));
    assertTrue(heard.get(0).contains("group-00001 cannot be used"), heard.get(0));
    assertTrue(heard.get(0).contains("going on before it"), heard.get(0));
    assertEquals("2+2", heard.get(1));
    assertEquals(13, heard.size());
  }

  @Test
  void groupsOfAnotherDivisionAreNotMixedIn() throws IOException {
    // Three chains are divided 0-1, 2; with seven after that come 3-4, 5-6.
    until(99, request().samples(3));
    goOn(request().samples(7), new ArrayList<>());
    // Without the second group the first run of seven divides 0-1, 2-3, …; 3-4 lies there still.
    Files.delete(folder().resolve("group-00001"));
    try (Session s = Session.prepare(CATALOGUE, request().samples(7).build())) {
      s.saveTo(folder(), NEVER)
          .resume(
              p -> {
                if (p.firstChain() == 2 && p.step() == 12) {
                  s.cancel();
                }
              });
    }
    List<String> heard = new ArrayList<>();
    assertSame(whole(request().samples(7)), goOn(request().samples(7), heard));
    assertEquals("4+2", heard.get(0));
  }

  @Test
  void aKillBetweenTheEndOfAGroupAndTheRemovalOfItsStateLosesNothing() throws IOException {
    until(8, request());
    byte[] stale = Files.readAllBytes(folder().resolve("state"));
    goOn(request(), new ArrayList<>());
    Files.delete(folder().resolve("group-00002"));
    for (String name : List.of("state", "state.previous")) {
      Files.write(folder().resolve(name), stale);
      List<String> heard = new ArrayList<>();
      Reconstruction r = goOn(request(), heard);
      assertSame(whole(request()), r);
      assertEquals(whole(request()).counts(), r.counts());
      assertEquals(times(6, "4+1"), heard);
      Files.delete(folder().resolve("group-00002"));
    }
  }

  @Test
  void aStateOfAnotherRunIsRefusedAndTheDifferenceIsNamed() throws IOException {
    Path model = Files.writeString(dir.resolve("a.toy"), "weights");
    Request.Builder b = request().priorFile(model);
    until(8, b);
    List<String> before = files();
    Map<String, Request.Builder> others = new LinkedHashMap<>();
    others.put("seed was 7 and is 8", with(model).seed(8));
    others.put("batch limit was 2 and is 3", with(model).batchLimit(3));
    others.put("option sampler.weight was 0.1 and is 0.2", with(model).option("weight", "0.2"));
    others.put("option prior.mean was 0.0 and is 1.0", with(model).option("prior.mean", "1"));
    others.put("input data was ", with(model).input("data", Toys.random(IMAGE, 2)));
    others.put(
        "input mask was not given and is ", with(model).input("mask", Toys.random(IMAGE, 2)));
    others.put("option prior.model was ", with(Files.writeString(dir.resolve("b.toy"), "weightz")));
    others.forEach((text, other) -> assertRefused(text, other));
    // What was given then and is not given now differs as well.
    assertRefused(" and is not given", request());
    assertEquals(before, files());
    // A model counts by its content, wherever it lies.
    Path moved = Files.move(model, dir.resolve("moved.toy"));
    assertSame(whole(with(moved)), goOn(with(moved), new ArrayList<>()));
  }

  private static Request.Builder with(Path model) {
    return request().priorFile(model);
  }

  private void assertRefused(String part, Request.Builder other) {
    TweedieException e =
        assertThrows(StateMismatchException.class, () -> goOn(other, new ArrayList<>()));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.getMessage().contains("belongs to another run"), e.getMessage());
  }

  @Test
  void withoutASavedStateOrAFolderThereIsNothingToGoOnFrom() {
    assertThrows(ResourceException.class, () -> goOn(request(), new ArrayList<>()));
    try (Session s = Session.prepare(CATALOGUE, request().build())) {
      assertThrows(LifecycleException.class, () -> s.resume(RunListener.SILENT));
      assertThrows(InvalidOptionException.class, () -> s.saveTo(folder(), Duration.ofSeconds(-1)));
    }
  }

  @Test
  void aFolderThatCannotBeWrittenSaysSo() throws IOException {
    Files.writeString(folder(), "a file where the folder should be");
    TweedieException e = assertThrows(ResourceException.class, () -> until(3, request()));
    assertTrue(e.getMessage().contains(folder().toString()), e.getMessage());
  }
}
