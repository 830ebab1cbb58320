package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.engine.Statistics;
import org.tweedie.formats.FieldFiles;

/**
 * Images to train on. What a prior has learned from the wrong numbers shows only days later, so
 * numbers that cannot be images in [0, 1] are refused.
 */
final class TrainingImages {
  /** 1 is bright, and a few pixels may be brighter; above this another unit is meant. */
  private static final double TOO_BRIGHT = 2;

  /** Nothing in any image reaches this: another unit is meant. */
  private static final double TOO_DARK = 0.02;

  /** Resampling undershoots a little; below this values are meant to be negative. */
  private static final double NEGATIVE = -0.2;

  /** The share of the pixels that may be beyond the bounds, above and below. */
  private static final double OUTLIERS = 0.01;

  /**
   * The side of a block, as a share of the image's, and the share of the energy within it: k-space
   * has nearly all of it around one point, an image hardly ever.
   */
  private static final double BLOCK = 0.125;

  private static final double PEAKED = 0.8;

  private final List<Field> images = new ArrayList<>();
  private int peaked;
  private double brightest;

  private TrainingImages() {}

  /**
   * Every image of files and folders, by name. An array of rank 3 is a stack of images.
   *
   * @throws org.tweedie.api.error.TweedieException if there is none, or one cannot be used
   */
  static List<Field> read(Collection<Path> paths) {
    TrainingImages all = new TrainingImages();
    for (Path path : paths) {
      for (Path file : Files.isDirectory(path) ? files(path) : List.of(path)) {
        all.add(file);
      }
    }
    String names = String.join(", ", paths.stream().map(Path::toString).toList());
    all.judge(names);
    return all.images;
  }

  private void add(Path file) {
    Field field = InputFiles.image(file, "the image");
    List<Field> slices =
        switch (field.space().rank()) {
          case 2 -> List.of(field);
          case 3 -> slices(field);
          default ->
              throw new InvalidInputException(
                  "the file " + file + " holds " + field.space(),
                  "give images of 2 dimensions, or stacks of them");
        };
    slices.forEach(s -> judge(s, file));
    images.addAll(slices);
  }

  private void judge(Field image, Path file) {
    float[] magnitude = Statistics.magnitude(image).data();
    int bright = 0;
    int negative = 0;
    for (int i = 0; i < magnitude.length; i++) {
      brightest = Math.max(brightest, magnitude[i]);
      bright += magnitude[i] > TOO_BRIGHT ? 1 : 0;
      negative += !image.space().isComplex() && image.data()[i] < NEGATIVE ? 1 : 0;
    }
    if (bright > OUTLIERS * magnitude.length) {
      double high = quantile(magnitude, 1 - OUTLIERS);
      throw new InvalidInputException(
          String.format(Locale.ROOT, "the images in %s reach %.4g", file, high),
          String.format(
              Locale.ROOT,
              "give images in [0, 1]: divide all of them by one number, about %.4g",
              high));
    }
    if (negative > OUTLIERS * magnitude.length) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "the images in %s go down to %.4g",
              file,
              quantile(image.data(), OUTLIERS)),
          "give images in [0, 1]: map their range to it");
    }
    peaked += isPeaked(image) ? 1 : 0;
  }

  private static double quantile(float[] values, double share) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }

  private void judge(String names) {
    if (images.isEmpty()) {
      throw new InvalidInputException(
          "there is no image in " + names,
          "name files or folders of .npy, .png or NIfTI images with --data");
    }
    if (brightest < TOO_DARK) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT, "no value of the images in %s is above %.3g", names, brightest),
          "give images in [0, 1]: divide all of them by one number");
    }
    // A single slice may show a small thing in the dark; most of them do not.
    if (2 * peaked > images.size()) {
      throw new InvalidInputException(
          "the arrays in "
              + names
              + " look like k-space: nearly all of their energy lies around one point",
          "give images: transform them first");
    }
  }

  /** True if nearly all of the energy lies in a small block around the largest value. */
  private static boolean isPeaked(Field image) {
    float[] m = Statistics.magnitude(image).data();
    int ny = image.space().dim(0);
    int nx = image.space().dim(1);
    int top = 0;
    double all = 0;
    for (int i = 0; i < m.length; i++) {
      top = m[i] > m[top] ? i : top;
      all += (double) m[i] * m[i];
    }
    double near = 0;
    int half = (int) (BLOCK * ny / 2);
    int across = (int) (BLOCK * nx / 2);
    for (int y = -half; y <= half; y++) {
      for (int x = -across; x <= across; x++) {
        // Cyclic: k-space may have its centre in the corners.
        float v = m[Math.floorMod(top / nx + y, ny) * nx + Math.floorMod(top % nx + x, nx)];
        near += (double) v * v;
      }
    }
    return m.length > 1 && near > PEAKED * all;
  }

  /** The elements of the first axis: new fields. */
  private static List<Field> slices(Field stack) {
    int[] shape = stack.space().shape();
    Space one = Space.of(stack.space().scalar(), Arrays.copyOfRange(shape, 1, shape.length));
    List<Field> slices = new ArrayList<>();
    for (int i = 0; i < shape[0]; i++) {
      slices.add(
          Field.wrap(
              one,
              Arrays.copyOfRange(stack.data(), i * one.components(), (i + 1) * one.components())));
    }
    return slices;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          // Of BART's pairs the header names both.
          .filter(p -> !p.toString().toLowerCase(Locale.ROOT).endsWith(".cfl"))
          .filter(p -> FieldFiles.formatOf(p).isPresent())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ResourceException(
          "the folder " + folder + " cannot be read", "check its permissions", e);
    }
  }
}
