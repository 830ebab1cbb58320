package org.tweedie.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.Statistics;

/**
 * The pictures of a run. Everything that is an image shares one grey window, so that equal grey
 * means equal value; standard deviation and error share one of their own.
 *
 * @param grey the window of all images
 * @param images zero-filled and other views, baseline, mean, standard deviation, reference, error
 * @param samples one per chain
 * @param more the phase of the mean
 */
record Gallery(Window grey, List<Panel> images, List<Panel> samples, List<Panel> more) {
  private static final String DATA_UNITS = "data units";
  private static final String BASELINE = "baseline";

  static Gallery of(Reconstruction r, Optional<Field> reference) {
    Statistics s = r.statistics();
    boolean complex = s.mean().space().isComplex();
    Plane mean = Plane.of(s.mean());
    Window grey = complex ? Window.ofMagnitudes(mean.values()) : Window.spanning(mean.values());
    int n = r.samples().size();

    List<Panel> images = new ArrayList<>();
    for (Map.Entry<String, Field> view : r.measurement().views().entrySet()) {
      boolean own = slug(view.getKey()).equals(BASELINE); // shown below, with its own caption
      if (!own && sameShape(view.getValue().space(), s.mean().space())) {
        images.add(
            image(
                slug(view.getKey()),
                capital(view.getKey()),
                viewCaption(view.getKey()),
                view.getValue(),
                grey));
      }
    }
    images.add(
        image(
            BASELINE,
            "Baseline",
            "A plain reconstruction without a prior.",
            r.measurement().baseline(),
            grey));
    images.add(
        image(
            "mean",
            n == 1 ? "The sample" : "Mean of " + n + " samples",
            r.complete() ? "The best single picture." : "The mean of what there is so far.",
            s.mean(),
            grey));
    Plane deviation = Plane.of(complex ? s.magnitudeStandardDeviation() : s.standardDeviation());
    Optional<Plane> error =
        reference
            .filter(x -> sameShape(x.space(), s.mean().space()))
            .map(x -> mean.distance(Plane.of(x)));
    // One window for both, so that one sees at once whether the spread covers the error.
    Window spread =
        Window.fromZero(inside(mean, grey, n > 1 ? deviation : error.orElse(deviation)));
    if (n > 1) {
      images.add(
          new Panel(
              "standard-deviation",
              "Standard deviation",
              "Where the samples disagree: bright is uncertain.",
              deviation,
              ColourMap.INFERNO,
              spread,
              DATA_UNITS,
              Optional.empty()));
    }
    reference
        .filter(x -> sameShape(x.space(), s.mean().space()))
        .ifPresent(
            x ->
                images.add(
                    image("reference", "Reference", "The image that was given as true.", x, grey)));
    error.ifPresent(
        e ->
            images.add(
                new Panel(
                    "error",
                    "Error of the mean",
                    "Distance of the mean from the reference, on the scale of the standard deviation.",
                    e,
                    ColourMap.INFERNO,
                    spread,
                    DATA_UNITS,
                    Optional.empty())));

    List<Panel> samples = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      boolean finished = k >= r.finished().size() || r.finished().get(k);
      samples.add(
          image(
              "sample-" + k,
              "Sample " + k + (finished ? "" : " (unfinished)"),
              sampleCaption(r, k, finished),
              r.samples().get(k),
              grey));
    }

    List<Panel> more = new ArrayList<>();
    if (complex) {
      float[] light = mean.values().clone();
      for (int i = 0; i < light.length; i++) {
        light[i] = (float) Math.min(1, 2 * grey.position(light[i])); // half bright is fully lit
      }
      more.add(
          new Panel(
              "phase-of-mean",
              "Phase of the mean",
              "The colour is the phase in radians; it is dark where there is no signal.",
              Plane.phase(s.mean()),
              ColourMap.PHASE,
              new Window(-Math.PI, Math.PI),
              "rad",
              Optional.of(light)));
    }
    return new Gallery(grey, images, samples, more);
  }

  /** Every panel, in the order of the page. */
  List<Panel> all() {
    List<Panel> all = new ArrayList<>(images);
    all.addAll(samples);
    all.addAll(more);
    return all;
  }

  /** The panel of that id, if there is one. */
  Optional<Panel> find(String id) {
    return all().stream().filter(p -> p.id().equals(id)).findFirst();
  }

  /**
   * The values where the mean stands out of the background. Outside the object no coil may see
   * anything; how the samples differ there is the prior's affair and must not set the scale.
   */
  private static float[] inside(Plane mean, Window grey, Plane of) {
    float[] values = new float[mean.values().length];
    int n = 0;
    for (int i = 0; i < values.length; i++) {
      if (grey.position(mean.values()[i]) > Narrative.BACKGROUND) {
        values[n++] = of.values()[i];
      }
    }
    return n == 0 ? of.values() : Arrays.copyOf(values, n);
  }

  private static Panel image(String id, String title, String caption, Field field, Window grey) {
    return new Panel(
        id, title, caption, Plane.of(field), ColourMap.GREY, grey, DATA_UNITS, Optional.empty());
  }

  private static String sampleCaption(Reconstruction r, int k, boolean finished) {
    if (!finished) {
      return "Stopped before its last step: an estimate, not a sample.";
    }
    return "Data fit " + Ticks.fixed(r.dataFit().samples()[k], 3) + ".";
  }

  private static boolean sameShape(Space a, Space b) {
    return Arrays.equals(a.shape(), b.shape());
  }

  private static String viewCaption(String name) {
    return name.equalsIgnoreCase("zero-filled")
        ? "The measurement alone: what was not measured is taken as 0."
        : "As prepared by the operator.";
  }

  /** A name as part of a file name: lower case letters, digits and hyphens. */
  static String slug(String name) {
    String s = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return s.isEmpty() ? "view" : s;
  }

  private static String capital(String name) {
    return name.isEmpty()
        ? "View"
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
