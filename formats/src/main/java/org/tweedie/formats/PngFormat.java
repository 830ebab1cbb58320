package org.tweedie.formats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/**
 * PNG as a real image {@code [rows, columns]} on the scale [0, 1], row 0 on top.
 *
 * <p>Read: every bit depth, grey, colour and palette, interlaced or not. Colour becomes its luma,
 * 0.299 R + 0.587 G + 0.114 B; transparency and gamma are ignored. Written: 16-bit grey; numbers
 * below 0 and above 1 are clipped, so keep measured values in another format.
 */
public final class PngFormat implements FieldFormat {
  private static final double FULL_SCALE = 65535;

  /** The format. */
  public PngFormat() {}

  @Override
  public String title() {
    return "PNG image";
  }

  @Override
  public List<String> suffixes() {
    return List.of(".png");
  }

  @Override
  public FieldFile read(Path path) {
    ElementReader.requireFile(path);
    try {
      Field image = new PngDecoder(path, Files.readAllBytes(path)).luma();
      return new FieldFile(image, OptionalDouble.of(1), Optional.empty());
    } catch (IOException e) {
      throw ElementReader.unreadable(path, e);
    }
  }

  @Override
  public void write(Path path, FieldFile content) {
    Field field = content.field();
    Space space = field.space();
    if (space.isComplex() || space.rank() != 2) {
      throw new InvalidInputException(
          "a PNG image is real with two dimensions, the field is " + space,
          "write one slice or its magnitude, or choose .npy or .nii.gz");
    }
    if (!field.isFinite()) {
      throw new InvalidInputException(
          "the image for " + path + " has elements that are NaN or infinite",
          "choose .npy, which can hold them");
    }
    byte[] grey = new byte[2 * space.size()];
    for (int i = 0; i < space.size(); i++) {
      int v = (int) Math.round(FULL_SCALE * Math.max(0, Math.min(1, field.data()[i])));
      grey[2 * i] = (byte) (v >> 8);
      grey[2 * i + 1] = (byte) v;
    }
    byte[] png = PngEncoder.encode(space.dim(1), space.dim(0), PngEncoder.Kind.GREY_16, grey);
    AtomicFile.write(path, out -> out.write(png));
  }
}
