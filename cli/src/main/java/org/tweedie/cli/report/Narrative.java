package org.tweedie.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.engine.Evaluation;
import org.tweedie.engine.Reconstruction;

/** What the numbers of a run mean, in sentences. Plain text, not HTML. */
final class Narrative {
  /** Pixels below this fraction of the shown range count as background. */
  static final double BACKGROUND = 0.1;

  private Narrative() {}

  /**
   * What was reconstructed, how sure it is, and how it explains the data unless the verdict has a
   * warning about that.
   */
  static List<String> summary(Reconstruction r, Verdict verdict, Window grey) {
    List<String> sentences = new ArrayList<>();
    int n = r.samples().size();
    int[] shape = r.statistics().mean().space().shape();
    sentences.add(
        (n == 1 ? "One image" : n + " images")
            + " of "
            + String.join(" × ", Arrays.stream(shape).mapToObj(Integer::toString).toList())
            + " pixels "
            + (n == 1 ? "was" : "were")
            + " drawn that "
            + (n == 1 ? "combines" : "each combine")
            + " what was measured with what the prior "
            + r.provenance().prior()
            + " knows of such images.");
    if (!r.complete()) {
      long finished = r.finished().stream().filter(f -> f).count();
      sentences.add(
          "The run was stopped before its end"
              + (finished == 0
                  ? ", and none of them is finished: they are"
                  : ": " + finished + " of them can be used, the others are")
              + " estimates on the way, and their spread is not the uncertainty of the image.");
      return sentences;
    }
    if (n > 1) {
      sentences.add(
          "Their mean is the best single picture; where they differ, the measurement does not "
              + "decide and the picture should not be trusted in detail.");
      sentences.add(spread(r, grey));
    } else {
      sentences.add("A single sample cannot show how sure it is: draw at least four.");
    }
    verdict.fit().filter(f -> !verdict.warnings().contains(f)).ifPresent(sentences::add);
    r.evaluation().ifPresent(e -> sentences.add(gain(e)));
    return sentences;
  }

  private static String spread(Reconstruction r, Window grey) {
    float[] magnitude = r.statistics().magnitude().data();
    float[] deviation = r.statistics().magnitudeStandardDeviation().data();
    float[] inside = new float[magnitude.length];
    int count = 0;
    for (int i = 0; i < magnitude.length; i++) {
      if (magnitude[i] > BACKGROUND * grey.high()) {
        inside[count++] = deviation[i];
      }
    }
    if (count == 0) {
      return "No pixel stands out of the background.";
    }
    float[] values = Arrays.copyOf(inside, count);
    return "Inside the object the samples typically differ by "
        + percent(Window.quantile(values, 0.5) / grey.high())
        + " of full brightness (standard deviation, median), and by "
        + percent(Window.quantile(values, 0.99) / grey.high())
        + " or more in the least certain hundredth of its pixels.";
  }

  private static String gain(Evaluation e) {
    double gain = e.mean().psnr() - e.baseline().psnr();
    String compared =
        Math.abs(gain) < 0.005
            ? "the same as the baseline."
            : Ticks.fixed(Math.abs(gain), 2)
                + " dB "
                + (gain > 0 ? "above" : "below")
                + " the baseline.";
    return "Against the reference the mean has a PSNR of "
        + Ticks.fixed(e.mean().psnr(), 2)
        + " dB, "
        + compared;
  }

  /** What the sampler promises, for readers who do not know the word. */
  static String exactness(Exactness e) {
    return switch (e.kind()) {
          case EXACT_IN_LIMIT -> "Its samples tend to those of the posterior: ";
          case BIASED ->
              "Its samples are near the posterior's but not equal in law, so read the standard "
                  + "deviation as a guide: ";
          case POINT_ESTIMATE ->
              "It gives estimates; their spread is not the posterior's uncertainty: ";
        }
        + e.statement();
  }

  /** How far the standard deviation of n samples is itself from the true one, as a fraction. */
  static double uncertaintyOfDeviation(int n) {
    return 1 / Math.sqrt(2.0 * (n - 1)); // of normal samples, large n
  }

  /** A fraction in percent with two significant digits. */
  static String percent(double fraction) {
    return Ticks.number(100 * fraction, 2) + " %";
  }
}
