package org.tweedie.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
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
   * The true image.
   *
   * @throws org.tweedie.api.error.TweedieException if it cannot be read, is not finite, or is zero
   */
  static Field reference(Path path) {
    Field reference = image(path, "the reference");
    if (reference.normSquared() == 0) {
      throw new InvalidInputException(
          "the reference (" + path + ") is zero everywhere",
          "give the true image, or leave it out");
    }
    return reference;
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
    int notNumbers = 0;
    int infinite = 0;
    int first = -1;
    for (int i = 0; i < d.length; i++) {
      notNumbers += Float.isNaN(d[i]) ? 1 : 0;
      infinite += Float.isInfinite(d[i]) ? 1 : 0;
      first = first < 0 && !Float.isFinite(d[i]) ? i : first;
    }
    List<String> found = new ArrayList<>();
    if (notNumbers > 0) {
      found.add(count(notNumbers) + " NaN");
    }
    if (infinite > 0) {
      found.add(count(infinite) + " infinite, or beyond the 3.4e38 of 32 bits");
    }
    throw new InvalidInputException(
        what
            + " holds "
            + String.join(" and ", found)
            + ", the first at "
            + index(field.space(), first),
        "repair or rescale the file, or leave those samples out of the mask and set them to 0");
  }

  private static String count(int values) {
    return values == 1 ? "a value that is" : values + " values that are";
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
}
