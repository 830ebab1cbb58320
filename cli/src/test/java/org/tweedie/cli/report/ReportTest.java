package org.tweedie.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.Statistics;
import org.tweedie.engine.run.Timing;
import org.tweedie.formats.FieldFiles;

/** The page and the pictures of a small made-up run. */
class ReportTest {
  @TempDir Path folder;

  private static ReportContext context(Optional<Field> reference) {
    return new ReportContext(
        "<script>alert(1)</script>",
        "tweedie reconstruct --data 'a & b.npy'",
        reference,
        () -> new Timing(8, 1.5, 12.5),
        List.of("mind the \"gap\""),
        Map.of("mean.nii.gz", "the mean"));
  }

  private String page(Reconstruction run, Optional<Field> reference) throws IOException {
    return Files.readString(Report.write(folder, run, context(reference)).get(0));
  }

  @Test
  void thePageNeedsNothingButItself() throws IOException {
    String html = page(MadeUp.run(4, true, true, true), Optional.of(MadeUp.image(2, false)));
    Matcher sources = Pattern.compile("(?:src|href|srcset)=\"([^\"]*)\"").matcher(html);
    while (sources.find()) {
      String target = sources.group(1);
      assertTrue(
          target.startsWith("data:")
              || target.startsWith("https://arxiv.org/")
              || target.equals("mean.nii.gz"),
          target);
    }
    for (String loads : new String[] {"<link", "@import", "url(", "fetch(", "<iframe"}) {
      assertFalse(html.contains(loads), loads);
    }
  }

  @Test
  void picturesOfResultsAndFindingsAreInThePage() throws IOException {
    String html = page(MadeUp.run(2, true, true, false), Optional.empty());
    Matcher pictures = Pattern.compile("src=\"data:image/png;base64,([^\"]*)\"").matcher(html);
    int count = 0;
    for (; pictures.find(); count++) {
      assertTrue(pictures.group(1).startsWith("iVBORw0KGgo"), "the signature of PNG");
    }
    // zero-filled, baseline, mean, standard deviation, two samples, phase; the finding's array
    assertEquals(8, count);
  }

  @Test
  void theTimeOfTheWholeProgramIsTold() throws IOException {
    String html =
        page(MadeUp.run(1, true, true, false), Optional.empty()).replaceAll("<[^>]*>", " ");
    assertTrue(html.matches("(?s).* Prior +8 s .*"), html);
    assertTrue(html.matches("(?s).* Operator +1.5 s .*"));
    assertTrue(html.matches("(?s).* The whole program until this page +13 s.*"));
    String work = html.substring(html.indexOf("Network evaluations") - 900);
    assertFalse(work.substring(0, 900).contains("%"), "seconds, not shares");
  }

  @Test
  void whatComesFromOutsideIsEscaped() throws IOException {
    String html = page(MadeUp.run(2, true, true, false), Optional.empty());
    assertFalse(html.contains("<script>alert"));
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertTrue(html.contains("&#39;a &amp; b.npy&#39;"));
    assertTrue(html.contains("the centre is &lt;small&gt; &amp; uneven"));
    assertTrue(html.contains("mind the &quot;gap&quot;"));
    assertTrue(html.contains("A &lt;B&gt; (2024)"));
  }

  @Test
  void everyElementIsClosed() throws IOException {
    String html = page(MadeUp.run(3, true, true, true), Optional.of(MadeUp.image(2, false)));
    String body = html.substring(html.indexOf("<body>"), html.indexOf("<script>"));
    List<String> open = new ArrayList<>();
    Matcher tags = Pattern.compile("<(/?)([a-z0-9]+)[^>]*?(/?)>").matcher(body);
    while (tags.find()) {
      String tag = tags.group(2);
      if (tags.group(1).equals("/")) {
        assertEquals(tag, open.remove(open.size() - 1));
      } else if (!tag.equals("img") && tags.group(3).isEmpty()) {
        open.add(tag);
      }
    }
    assertEquals(List.of("body"), open);
  }

  @Test
  void theNumbersOfTheRunAreOnThePage() throws IOException {
    String html = page(MadeUp.run(4, true, true, true), Optional.of(MadeUp.image(2, false)));
    for (String shown :
        new String[] {
          "1.0010",
          "0.9300",
          "1.4000",
          "25.50",
          "19.25",
          "6.25 dB above",
          "87 %",
          "50 data units",
          "0.25 data units",
          "0.005 for the prior",
          "Mean of 4 samples",
          "5\u202f000",
          "r-bgdm"
        }) {
      assertTrue(html.contains(shown), shown);
    }
  }

  @Test
  void equalGreyMeansEqualValue() {
    Gallery g = Gallery.of(MadeUp.run(4, true, true, false), Optional.of(MadeUp.image(2, false)));
    for (Panel p : g.all()) {
      if (p.map() == ColourMap.GREY) {
        assertEquals(g.grey(), p.window(), p.id());
      }
    }
    assertEquals(
        g.find("standard-deviation").orElseThrow().window(),
        g.find("error").orElseThrow().window());
    // samples are k apart in both parts, k = 0..3: mean i + 1.5, magnitude √2 of it
    float[] mean = g.find("mean").orElseThrow().plane().values();
    assertEquals(Math.sqrt(2) * 11.5, mean[10], 1e-5);
    float[] phase = g.find("phase-of-mean").orElseThrow().plane().values();
    assertEquals(Math.PI / 4, phase[10], 1e-6);
    float[] error = g.find("error").orElseThrow().plane().values();
    assertEquals(Math.abs(Math.sqrt(2) * 11.5 - 12), error[10], 1e-5);
    assertTrue(g.find("of-another-shape").isEmpty());
    assertEquals(
        1, g.all().stream().filter(p -> p.id().equals("baseline")).count(), "shown only once");
  }

  @Test
  void realImagesKeepTheirSign() {
    Reconstruction r = MadeUp.run(2, true, false, false);
    for (Field s : r.samples()) {
      s.data()[0] = -40;
    }
    Reconstruction again = MadeUp.run(2, true, false, false);
    Statistics statistics = Statistics.of(r.samples());
    Gallery g =
        Gallery.of(
            Reconstruction.builder(r.samples(), again.measurement(), r.provenance(), r.dataFit())
                .statistics(statistics)
                .trace(r.trace())
                .build(),
            Optional.empty());
    assertEquals(-40, g.find("mean").orElseThrow().plane().values()[0]);
    assertEquals(-40, g.grey().low());
    assertTrue(g.more().isEmpty());
  }

  @Test
  void aStoppedRunSaysSoBoldly() throws IOException {
    String html = page(MadeUp.run(3, false, true, false), Optional.empty());
    assertTrue(html.contains("class=\"stopped\""));
    assertTrue(html.contains("1 of 3 samples are finished"));
    assertTrue(html.contains("Sample 2 (unfinished)"));
    assertFalse(html.contains("is the picture to use"));
    assertFalse(html.contains("down to its noise, as they should"));
    assertFalse(
        page(MadeUp.run(3, true, true, false), Optional.empty()).contains("class=\"stopped\""));
  }

  @Test
  void oneSampleHasNoSpread() throws IOException {
    String html = page(MadeUp.run(1, true, true, false), Optional.empty());
    assertFalse(html.contains("Standard deviation</strong>"));
    assertTrue(html.contains("draw at least four"));
  }

  @Test
  void picturesHaveTheirScaleBesideThem() {
    List<Path> files =
        Report.write(folder, MadeUp.run(2, true, true, false), context(Optional.empty()));
    assertTrue(files.contains(folder.resolve("pictures/overview.png")));
    assertTrue(files.contains(folder.resolve("pictures/standard-deviation.png")));
    Space mean = FieldFiles.read(folder.resolve("pictures/mean.png")).space();
    assertTrue(mean.dim(1) > mean.dim(0), "wider than the image, for the scale: " + mean);
    assertTrue(mean.dim(0) > 96, "enlarged for the eye: " + mean);
  }

  @Test
  void theTrainingPageHasItsCurve() throws IOException {
    Path page = folder.resolve("training.html");
    Report.writeTraining(
        page, "Training of <x>", Map.of("steps", "30"), new double[] {1, 0.3, 0.2});
    String html = Files.readString(page);
    assertTrue(html.contains("<path class=\"line c0\" d=\"M"));
    assertTrue(html.contains("Training of &lt;x&gt;"));
    Report.writeTraining(page, "x", Map.of(), new double[0]);
    assertTrue(Files.readString(page).contains("No step has been taken yet"));
  }

  @Test
  void aMissingFolderIsTold() {
    assertThrows(
        ResourceException.class,
        () ->
            Report.write(
                folder.resolve("none"),
                MadeUp.run(1, true, true, false),
                context(Optional.empty())));
  }
}
