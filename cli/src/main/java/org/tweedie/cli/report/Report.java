package org.tweedie.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.error.ResourceException;
import org.tweedie.engine.Reconstruction;
import org.tweedie.formats.AtomicFile;

/** Writes what a run shows to people. */
public final class Report {
  /** The folder of the pictures, inside the one of the report. */
  public static final String PICTURES = "pictures";

  private static final List<String> OVERVIEW =
      List.of("zero-filled", "mean", "sample-0", "standard-deviation");

  private Report() {}

  /**
   * Writes {@code report.html}, one page that needs no other file and no network, and beside it the
   * folder {@code pictures} with every image as a PNG with title and scale, and {@code
   * overview.png} with the most important ones side by side. Files of these names are replaced.
   *
   * @param folder where to; it must exist
   * @param outcome the run, complete or cancelled
   * @param context what else is known
   * @return the files written, the page first
   * @throws ResourceException if the folder is missing or not writable
   */
  public static List<Path> write(Path folder, Reconstruction outcome, ReportContext context) {
    Gallery gallery = Gallery.of(outcome, context.reference());
    List<Path> written = new ArrayList<>();
    Path pictures = folder.resolve(PICTURES);
    try {
      if (!Files.isDirectory(pictures)) {
        Files.createDirectory(pictures);
      }
    } catch (IOException e) {
      throw new ResourceException(
          "cannot make the folder " + pictures, "check that the output folder is writable", e);
    }
    Map<String, List<Panel>> figures = new LinkedHashMap<>();
    List<Panel> strip = OVERVIEW.stream().map(gallery::find).flatMap(Optional::stream).toList();
    if (!strip.isEmpty()) {
      figures.put("overview", strip); // the largest, so that it is not the last to be begun
    }
    gallery.all().forEach(p -> figures.put(p.id(), List.of(p)));
    figures.entrySet().parallelStream()
        .map(f -> picture(pictures.resolve(f.getKey() + ".png"), f.getValue()))
        .forEachOrdered(written::add);
    // Last, because it tells where the time went.
    Path page = folder.resolve("report.html");
    byte[] html = ReportPage.of(outcome, context, gallery);
    AtomicFile.write(page, out -> out.write(html));
    written.add(0, page);
    return written;
  }

  private static Path picture(Path path, List<Panel> panels) {
    byte[] png = Figure.beside(panels.stream().map(Figure::of).toList()).png();
    AtomicFile.write(path, out -> out.write(png));
    return path;
  }

  /**
   * Writes a page with the curve of a training, for {@code tweedie train}. Losses are averaged over
   * stretches of steps, for one step's loss mostly tells which noise levels were drawn.
   *
   * @param page the HTML file to write
   * @param title what was trained
   * @param facts name and value of what should be told beside the curve, in order
   * @param losses the loss of each step, in order; may be empty
   * @throws ResourceException if the folder is missing or not writable
   */
  public static void writeTraining(
      Path page, String title, Map<String, String> facts, double[] losses) {
    byte[] html = TrainingPage.of(title, facts, losses);
    AtomicFile.write(page, out -> out.write(html));
  }
}
