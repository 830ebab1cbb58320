package org.tweedie.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.run.Timing;

/** What is thought of a result, at the terminal and on the page. The spread of a fit is 0.02. */
class VerdictTest {
  private static Verdict of(double... fit) {
    return Verdict.of(MadeUp.fitting(Exactness.Kind.BIASED, fit));
  }

  private static void warns(Verdict v, boolean useless, String... words) {
    assertEquals(1, v.warnings().size(), v.warnings().toString());
    assertEquals(List.of("Warning: " + v.warnings().get(0)), v.lines());
    assertEquals(useless, v.isUseless());
    for (String w : words) {
      assertTrue(v.warnings().get(0).contains(w), w + " is not in " + v.warnings());
    }
  }

  private static void isContent(Verdict v, String words) {
    assertEquals(List.of(), v.warnings());
    assertEquals(List.of(v.fit().orElseThrow()), v.lines());
    assertTrue(v.fit().orElseThrow().contains(words), v.fit().orElseThrow());
    assertFalse(v.isUseless());
  }

  @Test
  void aFitNearOneIsRight() {
    isContent(of(1.01, 0.97), "down to its noise, as they should");
    isContent(of(1.08, 1.08), "further than chance");
  }

  @Test
  void aFitSomewhatOffIsDoubtful() {
    warns(of(1.6, 1.6), false, "1.600", "more unexplained than noise");
    warns(of(0.77, 0.77), false, "0.770", "follow the noise");
  }

  /** Conjugate or permuted maps: 267 to 331; one spike: 772; an image for k-space: 379 to 503. */
  @Test
  void aFitFarAboveOneNamesWhatToCheck() {
    for (double fit : new double[] {17, 178, 267, 331, 503, 772, 1e12}) {
      warns(of(fit, fit), true, "do not use them", "maps", "mask", "centre", "not an image");
    }
    warns(of(256, 256), true, "256", "16 times as high"); // the square root
    warns(of(Double.POSITIVE_INFINITY, 1), false, "could not be computed");
    warns(of(Double.NaN), false, "could not be computed");
  }

  /** A noise scan that is 1000 times too loud: 0.002; zeros that count as measured: 0.49. */
  @Test
  void aFitFarBelowOneNamesWhatToCheck() {
    warns(of(0.002, 0.002), true, "0.002", "noise scan", "0.0447 times", "mask");
    warns(of(0.49, 0.49), true, "measured zeros");
    warns(of(1e-9), true, "1e−9");
  }

  @Test
  void oneSampleOfManyMayStandApart() {
    Verdict v = of(1, 1, 1, 1.3, 1);
    assertTrue(v.warnings().get(0).contains("Sample 3 has a data fit of 1.3"), v.toString());
    assertFalse(v.isUseless());
    assertEquals(2, v.lines().size());
  }

  @Test
  void anEstimateMayLieBelowOne() {
    isContent(Verdict.of(MadeUp.fitting(Exactness.Kind.POINT_ESTIMATE, 0.4, 0.4)), "lie below 1");
    warns(Verdict.of(MadeUp.fitting(Exactness.Kind.POINT_ESTIMATE, 0.002)), true, "noise scan");
  }

  @Test
  void aStoppedRunIsNotJudged() {
    Verdict v = Verdict.of(MadeUp.run(3, false, true, false));
    assertEquals(List.of(), v.lines());
    assertTrue(v.fit().isEmpty());
  }

  @Test
  void aReferenceInOtherUnitsIsNoted() {
    Reconstruction run = MadeUp.fitting(Exactness.Kind.BIASED, 1);
    Field same = run.statistics().magnitude();
    assertEquals(List.of(), Verdict.of(run, Optional.of(same.copy().scale(1.2))).warnings());
    warns(Verdict.of(run, Optional.of(same.copy().scale(0.001))), "times 0.001 ");
    warns(Verdict.of(run, Optional.of(same.copy().scale(255))), "times 255 ");
    // Another image is not the same image in other units.
    Field other = Field.zeros(same.space());
    other.data()[3] = 1000;
    assertEquals(List.of(), Verdict.of(run, Optional.of(other)).warnings());
    Field small = Field.zeros(Space.real(2, 2)).fill(1);
    assertEquals(List.of(), Verdict.of(run, Optional.of(small)).warnings());
  }

  private static void warns(Verdict v, String words) {
    assertEquals(1, v.warnings().size(), v.warnings().toString());
    assertTrue(v.warnings().get(0).contains(words), v.warnings().toString());
    assertTrue(v.lines().get(0).startsWith("Warning: The reference"), v.lines().toString());
  }

  @Test
  void thePageSaysWhatTheTerminalSays() {
    for (double fit : new double[] {1, 1.6, 300, 0.002}) {
      Reconstruction run = MadeUp.fitting(Exactness.Kind.BIASED, fit, fit);
      ReportContext context =
          new ReportContext("t", "c", Optional.empty(), () -> Timing.NONE, List.of(), Map.of());
      String html =
          new String(
              ReportPage.of(run, context, Gallery.of(run, Optional.empty())),
              StandardCharsets.UTF_8);
      Verdict v = Verdict.of(run);
      for (String line : v.lines()) {
        assertTrue(html.contains(Element.escape(line.replace("Warning: ", ""))), line);
      }
      assertEquals(v.isUseless(), html.contains("<p class=\"stopped\" role=\"alert\">"));
      assertEquals(
          !v.warnings().isEmpty() && !v.isUseless(),
          html.contains("<p class=\"doubted\" role=\"alert\">"));
    }
  }
}
