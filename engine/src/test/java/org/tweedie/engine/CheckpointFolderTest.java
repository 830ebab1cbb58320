package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.Counts;
import org.tweedie.engine.run.StepRecord;
import org.tweedie.engine.run.Timing;

/** What is saved comes back to the bit; what was torn at any byte is noticed. */
class CheckpointFolderTest {
  private static final Counts COUNTS = new Counts(3, 1L << 40, 0);
  private static final Timing TIMING = new Timing(0.1, 1e-9, 1e9);
  private static final Map<String, String> STAMP = Map.of("seed", "7", "sampler version", "1.2");

  @TempDir Path dir;

  private CheckpointFolder folder() {
    return new CheckpointFolder(dir.resolve("saved"), STAMP);
  }

  private Path file(String name) {
    return dir.resolve("saved").resolve(name);
  }

  private static Checkpoint.InProgress at(long step, State state) {
    Map<String, Double> notes = new LinkedHashMap<>();
    notes.put("residual", 0.1);
    notes.put("Akzeptanz – ε", -0.0);
    return new Checkpoint.InProgress(
        new Chains(0, 2),
        step,
        state,
        List.of(
            new StepRecord(new Chains(0, 2), 0, Double.NaN, notes),
            new StepRecord(new Chains(0, 2), 1, Double.MIN_VALUE, Map.of())));
  }

  private static State state(int seed) {
    return State.of("x", List.of(Toys.random(Space.real(3), seed)));
  }

  private void save(long step, State state) {
    folder().save(at(step, state), COUNTS, TIMING);
  }

  private static void assertSameFields(List<Field> a, List<Field> b) {
    assertEquals(a.size(), b.size());
    for (int i = 0; i < a.size(); i++) {
      assertEquals(a.get(i).space(), b.get(i).space());
      assertTrue(Arrays.equals(a.get(i).data(), b.get(i).data()), "field " + i + " of " + a.size());
    }
  }

  @Test
  void aStateComesBackToTheBit() {
    Field odd = Field.zeros(Space.real(7));
    float[] values = {
      -0f, Float.MIN_VALUE, -Float.MAX_VALUE, 1e-42f, Float.MIN_NORMAL, 1 + 0x1p-23f, 0x1p-149f
    };
    System.arraycopy(values, 0, odd.data(), 0, 7);
    State s =
        State.of("x", List.of(odd, Toys.random(Space.complex(2, 3, 5), 1)))
            .with("leer", List.of())
            .with("Skalar φ", List.of(Toys.random(Space.real(), 2), Toys.random(Space.real(1), 3)))
            .with("four", List.of(Toys.random(Space.real(2, 1, 3, 2), 4)))
            .with("numbers", -0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 0.1)
            .with("none");
    save(4, s);
    Checkpoint c = folder().load();
    Checkpoint.InProgress p = c.current().orElseThrow();
    assertEquals(List.of(), c.done());
    assertEquals(COUNTS, c.counts());
    assertEquals(TIMING, c.timing());
    assertTrue(c.notice().isEmpty());
    assertEquals(4, p.step());
    assertEquals(at(4, s).trace(), p.trace());
    assertEquals(new Chains(0, 2), p.chains());
    assertEquals(List.copyOf(s.fields().keySet()), List.copyOf(p.state().fields().keySet()));
    s.fields().forEach((name, fields) -> assertSameFields(fields, p.state().fields(name)));
    assertEquals(s.numbers().keySet(), p.state().numbers().keySet());
    s.numbers().forEach((name, n) -> assertArrayEquals(n, p.state().numbers(name)));
  }

  @Test
  void aGroupComesBackToTheBit() {
    List<Field> two = List.of(Toys.random(Space.real(2), 1), Toys.random(Space.real(2), 2));
    for (int seed = 0; seed < 200; seed++) {
      // Normalising normalised weights again must not move their last bits.
      float[] w = Toys.random(Space.real(2), seed).data();
      ChainResult first =
          ChainResult.weighted(two, new double[] {w[0] * 0.001, w[1]})
              .withLogEvidence(-1234.5678901234567 + w[0])
              .withUnknown("gain", two);
      ChainResult second =
          ChainResult.weighted(two, new double[] {Double.NEGATIVE_INFINITY, 3})
              .withLogEvidence(Double.NEGATIVE_INFINITY);
      GroupOutcome g =
          new GroupOutcome(new Chains(0, 2), List.of(first, second), true, at(0, state(1)).trace());
      folder().save(0, g, COUNTS, TIMING);
      Checkpoint c = folder().load();
      assertEquals(COUNTS, c.counts());
      GroupOutcome back = c.done().get(0);
      assertEquals(g.chains(), back.chains());
      assertEquals(g.trace(), back.trace());
      assertTrue(back.finished());
      for (int k = 0; k < 2; k++) {
        ChainResult a = g.results().get(k);
        ChainResult b = back.results().get(k);
        assertSameFields(a.samples(), b.samples());
        assertArrayEquals(a.logWeights(), b.logWeights());
        assertEquals(a.logEvidence(), b.logEvidence());
        assertEquals(a.unknowns().keySet(), b.unknowns().keySet());
        a.unknowns().forEach((n, f) -> assertSameFields(f, b.unknowns().get(n)));
      }
    }
  }

  /** A chunk of the file is 2¹⁶ bytes, which is 16384 floats. */
  @Test
  void fieldsComeBackAcrossTheBoundsOfChunks() {
    int floats = CheckpointWriter.CHUNK / Float.BYTES;
    assertEquals(16384, floats);
    for (int n : new int[] {1, 16383, 16384, 16385, 32767, 32768, 32769}) {
      List<Field> fields =
          List.of(Toys.random(Space.real(n), n), Toys.random(Space.complex(n), n + 1));
      save(1, State.of("x", fields));
      assertSameFields(fields, folder().load().current().orElseThrow().state().fields("x"));
    }
  }

  @Test
  @Tag("thorough")
  void statesBeyondTwoGigabytesAreSavedAndReadBack() {
    // 24 fields of 2²⁵ floats, 3.2 GB in all; they are one and the same in memory when written.
    Field part = Toys.random(Space.real(1 << 25), 1);
    State s = State.of("x", Collections.nCopies(24, part));
    save(1, s);
    assumeTrue(
        Runtime.getRuntime().maxMemory() > 4_500_000_000L, "reading it back takes 4.5 GB of heap");
    assertSameFields(s.fields("x"), folder().load().current().orElseThrow().state().fields("x"));
  }

  @Test
  @Tag("thorough")
  void aFieldOfTwoGigabytesIsSavedAndReadBack() {
    assumeTrue(Runtime.getRuntime().maxMemory() > 5_000_000_000L, "it takes 5 GB of heap");
    Field large = Field.zeros(Space.real(1 << 29));
    for (int i = 0; i < large.data().length; i++) {
      large.data()[i] = i;
    }
    save(1, State.of("x", List.of(large)));
    Field back = folder().load().current().orElseThrow().state().fields("x").get(0);
    assertTrue(Arrays.equals(large.data(), back.data()));
  }

  /** A write that was cut short at any byte leaves the state before it. */
  @Test
  void aTornStateFallsBackToTheOneBefore() throws IOException {
    save(1, state(1));
    save(2, state(2));
    byte[] good = Files.readAllBytes(file("state"));
    for (int n = 0; n < good.length; n++) {
      Files.write(file("state"), Arrays.copyOf(good, n));
      assertFallsBack();
    }
    for (int i = 0; i < good.length; i++) {
      for (int bit : new int[] {1 << (i % 8), 0xff}) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) bit;
        Files.write(file("state"), bad);
        assertFallsBack();
      }
    }
    Files.write(file("state"), Arrays.copyOf(good, good.length + 1));
    assertFallsBack();
    Files.write(file("state"), good);
    assertEquals(2, folder().load().current().orElseThrow().step());
  }

  private void assertFallsBack() {
    Checkpoint c = folder().load();
    assertEquals(1, c.current().orElseThrow().step());
    assertSameFields(state(1).fields("x"), c.current().orElseThrow().state().fields("x"));
    String notice = c.notice().orElseThrow();
    assertTrue(notice.startsWith(file("state") + " cannot be used ("), notice);
    assertTrue(notice.endsWith("going on from what was saved before it"), notice);
  }

  @Test
  void whenBothAreTornNothingIsLeft() throws IOException {
    save(1, state(1));
    save(2, state(2));
    for (String name : List.of("state", "state.previous")) {
      byte[] b = Files.readAllBytes(file(name));
      Files.write(file(name), Arrays.copyOf(b, b.length - 1));
    }
    TweedieException e = assertThrows(StateMismatchException.class, () -> folder().load());
    assertTrue(e.getMessage().contains(file("state") + " cannot be used"), e.getMessage());
    assertTrue(e.getMessage().contains(file("state.previous") + " cannot be used"), e.getMessage());
    assertTrue(e.getMessage().endsWith("start the run anew."), e.getMessage());
    // With a group that has reached its end, that is gone on from.
    GroupOutcome g =
        new GroupOutcome(
            new Chains(0, 1), List.of(ChainResult.of(Field.zeros(Space.real(1)))), true, List.of());
    byte[] torn = Files.readAllBytes(file("state"));
    folder().save(0, g, COUNTS, TIMING);
    assertFalse(Files.exists(file("state")));
    Files.write(file("state"), torn);
    Checkpoint c = folder().load();
    assertEquals(1, c.done().size());
    assertTrue(c.current().isEmpty());
    assertTrue(c.notice().orElseThrow().contains("cannot be used"));
  }

  /** A run that is killed between two steps of a save leaves one of these. */
  @Test
  void everyMomentOfASaveMayBeTheLast() throws IOException {
    save(1, state(1));
    byte[] first = Files.readAllBytes(file("state"));
    save(2, state(2));
    byte[] second = Files.readAllBytes(file("state"));
    save(3, state(3));
    byte[] third = Files.readAllBytes(file("state"));
    // While the third is written.
    leave(second, first, Arrays.copyOf(third, third.length / 2));
    assertResumesAt(2);
    // When it is written.
    leave(second, first, third);
    assertResumesAt(2);
    // When the second was moved out of its way.
    leave(null, second, third);
    assertResumesAt(2);
    // At last.
    leave(third, second, null);
    assertResumesAt(3);
    // The very first save.
    leave(null, null, Arrays.copyOf(first, 3));
    TweedieException e = assertThrows(ResourceException.class, () -> folder().load());
    assertTrue(e.getMessage().contains("there is no saved state in"), e.getMessage());
  }

  private void assertResumesAt(long step) {
    Checkpoint c = folder().load();
    assertEquals(step, c.current().orElseThrow().step());
    assertTrue(c.notice().isEmpty());
    // What a kill left behind is no obstacle to the next save.
    save(step + 10, state(9));
    assertEquals(step + 10, folder().load().current().orElseThrow().step());
  }

  private void leave(byte[] state, byte[] previous, byte[] part) throws IOException {
    folder().delete();
    Files.createDirectories(dir.resolve("saved"));
    write("state", state);
    write("state.previous", previous);
    write("state.part", part);
  }

  private void write(String name, byte[] content) throws IOException {
    if (content != null) {
      Files.write(file(name), content);
    }
  }

  @Test
  void everythingThatDiffersIsNamed() {
    save(1, state(1));
    Map<String, String> other = Map.of("seed", "8", "sampler version", "1.3", "operator", "a");
    TweedieException e =
        assertThrows(
            StateMismatchException.class,
            () -> new CheckpointFolder(dir.resolve("saved"), other).load());
    assertTrue(
        e.getMessage()
            .contains(
                "operator was not given and is a, sampler version was 1.2 and is 1.3,"
                    + " seed was 7 and is 8"),
        e.getMessage());
    assertThrows(
        StateMismatchException.class,
        () -> new CheckpointFolder(dir.resolve("saved"), Map.of("seed", "7")).load());
  }

  @Test
  void aFileOfAnotherKindIsNotTakenForAState() throws IOException {
    save(1, state(1));
    Files.writeString(file("state"), "tweedie-checkpoint 1\n".repeat(9));
    TweedieException e = assertThrows(StateMismatchException.class, () -> folder().load());
    assertTrue(e.getMessage().contains("not a saved state of this version"), e.getMessage());
  }
}
