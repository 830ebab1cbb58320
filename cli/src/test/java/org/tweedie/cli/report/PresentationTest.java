package org.tweedie.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Colours, windows, numbers, sentences, charts. */
class PresentationTest {

  private static double lightness(int rgb) {
    double[] linear = new double[3];
    for (int c = 0; c < 3; c++) {
      double s = (rgb >> (16 - 8 * c) & 0xff) / 255.0;
      linear[c] = s <= 0.04045 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4);
    }
    double y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
  }

  @Test
  void infernoRisesEvenlyInLightness() {
    assertEquals(0x000004, ColourMap.INFERNO.colour(0));
    assertEquals(0xfcffa4, ColourMap.INFERNO.colour(1));
    assertEquals(0xbc3754, ColourMap.INFERNO.colour(0.5)); // matplotlib's colour at 127.5/255
    for (int i = 1; i <= 100; i++) {
      double step =
          lightness(ColourMap.INFERNO.colour(i / 100.0))
              - lightness(ColourMap.INFERNO.colour((i - 1) / 100.0));
      assertTrue(step > 0 && step < 2.2, "step " + i + ": " + step);
    }
  }

  @Test
  void phasesAreACircleOfEqualLightness() {
    assertEquals(ColourMap.PHASE.colour(0), ColourMap.PHASE.colour(1));
    for (int i = 0; i < 64; i++) {
      assertEquals(70, lightness(ColourMap.PHASE.colour(i / 64.0)), 0.7);
    }
  }

  @Test
  void whatIsOutsideGetsTheNearestEnd() {
    for (ColourMap map : ColourMap.values()) {
      assertEquals(map.colour(0), map.colour(-3));
      assertEquals(map.colour(1), map.colour(7));
      assertEquals(map.colour(0), map.colour(Double.NaN));
    }
  }

  @Test
  void windowsIgnoreTheBrightestFewAndWhatIsNotANumber() {
    float[] v = new float[1001];
    for (int i = 0; i < v.length; i++) {
      v[i] = i;
    }
    v[1000] = 1e9f;
    v[0] = Float.NaN;
    assertEquals(new Window(0, 995), Window.fromZero(v));
    assertEquals(0.2, Window.fromZero(v).position(199));
    assertEquals(new Window(0, 1), Window.fromZero(new float[4])); // constant: any width will do
    assertEquals(-5, Window.spanning(new float[] {-5, 0, 5}).low());
  }

  @Test
  void numbersReadAsPeopleWriteThem() {
    assertEquals("0.0126", Ticks.number(0.012604, 3));
    assertEquals("−1.5", Ticks.number(-1.5, 3));
    assertEquals("1200", Ticks.number(1200, 3));
    assertEquals("1.23e7", Ticks.number(1.2345e7, 3));
    assertEquals("2e−5", Ticks.number(2e-5, 3));
    assertEquals("0", Ticks.number(-0.0, 3));
    assertEquals("0.41 s", Ticks.seconds(0.41));
    assertEquals("2 min 5 s", Ticks.seconds(125));
    assertEquals("2 h 1 min", Ticks.seconds(7260));
  }

  @Test
  void ticksAreRound() {
    assertEquals(List.of(0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0), Ticks.linear(0, 1, 5));
    assertEquals(List.of(0.1, 1.0, 10.0, 100.0), Ticks.logarithmic(0.05, 200));
    assertEquals(6, Ticks.logarithmic(0.9, 60).size()); // 1 2 5 10 20 50
  }

  @Test
  void whatIsWrittenIntoAnElementMeansItself() {
    assertEquals(
        "<p title=\"&quot;&gt;&lt;script&gt;\">a &lt; b &amp; <b>&#39;c&#39;</b>\uFFFD</p>\n",
        Element.of("p", "a < b & ")
            .with("title", "\"><script>")
            .add(Element.of("b", "'c'"))
            .text("\u001b")
            .html());
  }

  @Test
  void chartsLeaveOutWhatCannotBeDrawn() {
    Chart chart =
        new Chart("t", "x", "y")
            .logarithmic()
            .line("a", new double[] {0, 1, 2, 3}, new double[] {1, 0, Double.NaN, 10});
    String svg = chart.svg();
    assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
    assertTrue(
        new Chart("t", "x", "y")
            .logarithmic()
            .line("", new double[] {1}, new double[] {-1})
            .isEmpty());
    String empty = new Chart("t", "x", "y").svg();
    assertFalse(empty.contains("NaN") || empty.contains("Infinity"), empty);
    String constant =
        new Chart("t", "x", "y").line("", new double[] {4, 4}, new double[] {2, 2}).svg();
    assertFalse(constant.contains("NaN") || constant.contains("Infinity"), constant);
  }
}
