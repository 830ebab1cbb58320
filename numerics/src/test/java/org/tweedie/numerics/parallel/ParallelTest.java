package org.tweedie.numerics.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ParallelTest {
  @Test
  void everyIndexRunsOnce() {
    int[] runs = new int[1000];
    Parallel.forEach(1000, i -> runs[i]++);
    assertArrayEquals(IntStream.generate(() -> 1).limit(1000).toArray(), runs);
    Parallel.forEach(0, i -> Assertions.fail());
  }

  @Test
  void nestedLoopsEnd() {
    AtomicInteger sum = new AtomicInteger();
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () ->
            Parallel.forEach(
                20, i -> Parallel.forEach(20, j -> Parallel.forEach(3, k -> sum.addAndGet(1)))));
    assertEquals(1200, sum.get());
  }

  @Test
  void theFailureOfTheSmallestIndexIsThrown() {
    for (int repeat = 0; repeat < 50; repeat++) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () ->
                  Parallel.forEach(
                      100,
                      i -> {
                        if (i >= 7) {
                          throw new IllegalStateException("index " + i);
                        }
                      }));
      assertEquals("index 7", e.getMessage());
    }
  }

  /** Whether an index was handed out before or after another one failed. */
  @Test
  void everyIndexBelowTheFailingOneHasRun() {
    for (int repeat = 0; repeat < 20_000; repeat++) {
      boolean[] ran = new boolean[4];
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () ->
                  Parallel.forEach(
                      4,
                      i -> {
                        ran[i] = true;
                        if (i > 0) {
                          throw new IllegalStateException("index " + i);
                        }
                      }));
      assertEquals("index 1", e.getMessage());
      assertTrue(ran[0]);
    }
  }

  @Test
  void errorsAreThrownAsTheyAre() {
    assertThrows(
        StackOverflowError.class,
        () ->
            Parallel.forEach(
                3,
                i -> {
                  throw new StackOverflowError();
                }));
  }
}
