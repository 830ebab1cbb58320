package org.tweedie.operators.mri;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.Finding;

/**
 * The sampling mask on the grid of k-space: as given, spread over the lines that it names, or the
 * samples that are not 0.
 *
 * @param mask real [ny, nx], in the order of the k-space that it belongs to
 * @param findings what was assumed
 */
record MaskInput(Field mask, List<Finding> findings) {

  /** The samples that are not 0. */
  static MaskInput ofSamples(Field kspace) {
    Space grid = grid(kspace);
    Field mask = Field.zeros(grid);
    float[] d = kspace.data();
    for (int i = 0; i < d.length; i++) {
      if (d[i] != 0) {
        mask.data()[i / 2 % grid.size()] = 1;
      }
    }
    return new MaskInput(
        mask,
        List.of(
            Finding.info("mask", "No mask was given: the samples that are not 0 count as acquired.")
                .with(mask)));
  }

  /**
   * A mask that was given.
   *
   * @param given real: [ny, nx], with axes of extent 1 between; [nx] or [ny]; one for each slice;
   *     or one for each coil, all alike
   * @param kspace complex [coils, ny, nx]
   * @param slice the slice that the k-space is
   * @throws ShapeMismatchException if it does not fit
   */
  static MaskInput of(Field given, Field kspace, Slice slice) {
    Space grid = grid(kspace);
    List<Finding> findings = new ArrayList<>();
    Field x = ArrayAxes.withoutOnes(given, 2);
    int blocks = x.space().rank() < 2 ? 1 : ArrayAxes.blocks(x, 2);
    if (blocks > 1 && blocks == slice.count()) {
      x = ArrayAxes.block(x, 2, slice.taken());
    } else if (blocks > 1 && allAlike(x, blocks)) {
      x = ArrayAxes.block(x, 2, 0);
    }
    if (x.space().equals(grid)) {
      return new MaskInput(x, findings);
    }
    int n = x.space().size();
    boolean line = Arrays.stream(x.space().shape()).max().orElseThrow() == n;
    boolean fitsRows = line && n == grid.dim(0);
    boolean fitsColumns = line && n == grid.dim(1);
    if (!fitsRows && !fitsColumns) {
      throw new ShapeMismatchException(
          "the mask is " + given.space(),
          grid + " like the k-space",
          "give the mask that belongs to these data");
    }
    boolean byRow = fitsRows && (!fitsColumns || runsAlongRows(x, kspace));
    findings.add(
        Finding.info(
            "mask",
            byRow
                ? "The mask's " + n + " values tell which rows were acquired (axis ny)."
                : "The mask's " + n + " values tell which columns were acquired (axis nx)."));
    return new MaskInput(spread(x, grid, byRow), findings);
  }

  private static Space grid(Field kspace) {
    return Space.real(kspace.space().dim(1), kspace.space().dim(2));
  }

  private static boolean allAlike(Field x, int blocks) {
    int n = x.data().length / blocks;
    return IntStream.range(1, blocks)
        .allMatch(b -> Arrays.equals(x.data(), 0, n, x.data(), b * n, (b + 1) * n));
  }

  private static Field spread(Field line, Space grid, boolean byRow) {
    Field mask = Field.zeros(grid);
    for (int i = 0; i < mask.data().length; i++) {
      mask.data()[i] = line.data()[byRow ? i / grid.dim(1) : i % grid.dim(1)];
    }
    return mask;
  }

  /** Which way a line fits a square grid: as its axes say, or else the zeros of the data. */
  private static boolean runsAlongRows(Field line, Field kspace) {
    if (line.space().rank() == 2) {
      return line.space().dim(1) == 1;
    }
    Field nonZero = ofSamples(kspace).mask();
    return contradictions(spread(line, nonZero.space(), true), nonZero)
        < contradictions(spread(line, nonZero.space(), false), nonZero);
  }

  /** How many samples are not 0 though the mask leaves them out, or 0 though it has them. */
  private static long contradictions(Field mask, Field nonZero) {
    return IntStream.range(0, mask.data().length)
        .filter(i -> (mask.data()[i] != 0) != (nonZero.data()[i] != 0))
        .count();
  }
}
