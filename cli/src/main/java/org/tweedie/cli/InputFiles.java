package org.tweedie.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.formats.FieldFile;
import org.tweedie.formats.FieldFiles;

/** Reads the files that a user names, and says which file is at fault. */
final class InputFiles {
  private InputFiles() {}

  /**
   * An input of an operator. Files that know only one kind of scalar are converted to the kind that
   * the operator takes.
   *
   * @throws org.tweedie.api.error.TweedieException if it cannot be read or is not finite
   */
  static Field input(InputSpec spec, Path path) {
    FieldFile file = FieldFiles.open(path);
    Field field = file.field();
    requireFinite(field, "the input '" + spec.id() + "' (" + path + ")");
    if (accepted(spec.spaces(), field.space())) {
      return field;
    }
    Scalar other = field.space().isComplex() ? Scalar.REAL : Scalar.COMPLEX;
    return accepted(spec.spaces(), field.space().with(other)) ? file.as(other) : field;
  }

  /**
   * An image on its own scale, or on [0, 1] if the file stores integers.
   *
   * @throws org.tweedie.api.error.TweedieException if it cannot be read or is not finite
   */
  static Field image(Path path, String what) {
    Field field = FieldFiles.readImage(path);
    requireFinite(field, what + " (" + path + ")");
    return field;
  }

  /**
   * Every image of files and folders, by name. An array of rank 3 is a stack of images.
   *
   * @throws org.tweedie.api.error.TweedieException if there is none, or one cannot be used
   */
  static List<Field> images(Collection<Path> paths) {
    List<Field> images = new ArrayList<>();
    for (Path path : paths) {
      for (Path file : Files.isDirectory(path) ? imageFiles(path) : List.of(path)) {
        Field field = image(file, "the image");
        switch (field.space().rank()) {
          case 2 -> images.add(field);
          case 3 -> images.addAll(slices(field));
          default ->
              throw new InvalidInputException(
                  "the file " + file + " holds " + field.space(),
                  "give images of 2 dimensions, or stacks of them");
        }
      }
    }
    if (images.isEmpty()) {
      throw new InvalidInputException(
          "there is no image in " + String.join(", ", paths.stream().map(Path::toString).toList()),
          "name files or folders of .npy, .png or NIfTI images with --data");
    }
    return images;
  }

  /** The elements of the first axis: new fields. */
  static List<Field> slices(Field stack) {
    int[] shape = stack.space().shape();
    Space one =
        Space.of(stack.space().scalar(), java.util.Arrays.copyOfRange(shape, 1, shape.length));
    List<Field> slices = new ArrayList<>();
    for (int i = 0; i < shape[0]; i++) {
      slices.add(
          Field.wrap(
              one,
              java.util.Arrays.copyOfRange(
                  stack.data(), i * one.components(), (i + 1) * one.components())));
    }
    return slices;
  }

  /** Fields of one space as one field with a new first axis. */
  static Field stack(List<Field> fields) {
    Space one = fields.get(0).space();
    int[] shape = new int[one.rank() + 1];
    shape[0] = fields.size();
    System.arraycopy(one.shape(), 0, shape, 1, one.rank());
    Field stack = Field.zeros(Space.of(one.scalar(), shape));
    for (int i = 0; i < fields.size(); i++) {
      System.arraycopy(
          fields.get(i).require(one, "a sample").data(),
          0,
          stack.data(),
          i * one.components(),
          one.components());
    }
    return stack;
  }

  /** SHA-256 of a file, in hexadecimal; empty if it has another name on disk than the user gave. */
  static Optional<String> hash(Path path) {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return Optional.of(HexFormat.of().formatHex(digest.digest()));
    } catch (IOException | NoSuchAlgorithmException e) {
      return Optional.empty();
    }
  }

  private static boolean accepted(List<SpacePattern> patterns, Space space) {
    return patterns.stream().anyMatch(p -> p.accepts(space));
  }

  private static void requireFinite(Field field, String what) {
    if (field.isFinite()) {
      return;
    }
    float[] d = field.data();
    int count = 0;
    int first = -1;
    for (int i = 0; i < d.length; i++) {
      if (!Float.isFinite(d[i])) {
        count++;
        first = first < 0 ? i : first;
      }
    }
    throw new InvalidInputException(
        what
            + " holds "
            + (count == 1 ? "a value that is" : count + " values that are")
            + " NaN or infinite, the first at "
            + index(field.space(), first),
        "repair the file, or leave those samples out of the mask and set them to 0");
  }

  private static String index(Space space, int component) {
    int element = component / space.scalar().components();
    int[] index = new int[space.rank()];
    for (int i = space.rank() - 1; i >= 0; i--) {
      index[i] = element % space.dim(i);
      element /= space.dim(i);
    }
    return java.util.Arrays.toString(index);
  }

  private static List<Path> imageFiles(Path folder) {
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
