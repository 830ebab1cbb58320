package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arithmetic of saving, on a clock that the test moves. */
class PaceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private long now = 17;

  private void pass(double seconds) {
    now += (long) (seconds * 1e9);
  }

  /** Steps of so long, for a time, with saves of so long: when the saves ended. */
  private List<Double> saves(Duration interval, double step, double save, double time) {
    Pace pace = new Pace(interval, () -> now);
    long began = now;
    List<Double> ended = new ArrayList<>();
    while ((now - began) * 1e-9 < time) {
      pass(step);
      if (pace.due()) {
        pace.during(() -> pass(save));
        ended.add((now - began) * 1e-9);
      }
    }
    return ended;
  }

  @Test
  void aCheapSaveComesAtEveryInterval() {
    List<Double> ended = saves(SECOND, 0.3, 0.01, 100);
    // After four steps each, the first that exceeds the interval: 1.2 s and 0.01 s of saving.
    for (int i = 0; i < ended.size(); i++) {
      assertEquals((i + 1) * 1.21, ended.get(i), 1e-6);
    }
    assertEquals(82, ended.size());
  }

  @Test
  void anExpensiveSaveTakesTwoPercentAtMost() {
    for (double save : new double[] {0.1, 1, 7}) {
      for (Duration interval : List.of(Duration.ZERO, SECOND)) {
        List<Double> ended = saves(interval, 0.05, save, 3000);
        // Fifty times as long passes before the next: one part in 51.
        double whole = ended.get(ended.size() - 1) - ended.get(0);
        double share = (ended.size() - 1) * save / whole;
        assertTrue(share <= 0.02, save + ": " + share);
        assertTrue(share > 0.018, save + ": " + share);
      }
    }
  }

  @Test
  void itAdaptsWhenSavingBecomesCheaper() {
    Pace pace = new Pace(SECOND, () -> now);
    pass(1.1);
    pace.during(() -> pass(10));
    pass(499);
    assertFalse(pace.due());
    pass(2);
    assertTrue(pace.due());
    pace.during(() -> pass(0.001));
    pass(1.1);
    assertTrue(pace.due());
  }

  @Test
  void anIntervalBeyondTheClockMeansNever() {
    Pace pace = new Pace(Duration.ofSeconds(Long.MAX_VALUE), () -> now);
    pass(1e9);
    assertFalse(pace.due());
  }
}
