package org.tweedie.operators.mri;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/**
 * Which points of a Cartesian k-space grid were acquired, and in which order the two axes are best
 * transformed: the axis with the larger share of empty lines first, so that the second pass runs
 * over the other lines only.
 *
 * <p>Samples are numbered row by row. "Line" means all points of one frequency of the first axis.
 */
final class SamplingPattern {
  private final int ny;
  private final int nx;

  /** Flat positions {@code ky·nx + kx} of the samples, increasing. */
  private final int[] samples;

  private final boolean columnsFirst;
  private final int[] lines;
  private final int[] lineOfSample;
  private final int[] pointOfSample;

  /**
   * @param mask real [ny, nx], centred; a sample wherever it is not 0
   * @throws InvalidInputException if it samples nothing
   */
  SamplingPattern(Field mask) {
    this.ny = mask.space().dim(0);
    this.nx = mask.space().dim(1);
    float[] m = mask.data();
    this.samples = IntStream.range(0, m.length).filter(i -> m[i] != 0).toArray();
    if (samples.length == 0) {
      throw new InvalidInputException(
          "the mask samples nothing: all of its " + m.length + " values are 0",
          "give 1 where a sample was acquired");
    }
    int[] rows = IntStream.of(samples).map(i -> i / nx).distinct().toArray();
    int[] columns = IntStream.of(samples).map(i -> i % nx).distinct().sorted().toArray();
    this.columnsFirst = (double) columns.length / nx < (double) rows.length / ny;
    int[] used = columnsFirst ? columns : rows;
    int na = columnsFirst ? nx : ny;
    int nb = columnsFirst ? ny : nx;
    int[] number = new int[na];
    this.lines = new int[used.length];
    for (int u = 0; u < used.length; u++) {
      number[used[u]] = u;
      lines[u] = fourierIndex(used[u], na);
    }
    this.lineOfSample =
        IntStream.of(samples).map(i -> number[columnsFirst ? i % nx : i / nx]).toArray();
    this.pointOfSample =
        IntStream.of(samples).map(i -> fourierIndex(columnsFirst ? i / nx : i % nx, nb)).toArray();
  }

  /** Where the centred index i stands in the uncentred transform of length n. */
  private static int fourierIndex(int i, int n) {
    return (i + (n + 1) / 2) % n;
  }

  /** Rows of the grid. */
  int ny() {
    return ny;
  }

  /** Columns of the grid. */
  int nx() {
    return nx;
  }

  /** Number of samples. */
  int count() {
    return samples.length;
  }

  /** Flat positions on the centred grid, increasing; not a copy. */
  int[] samples() {
    return samples;
  }

  /** Grid points to one sample. */
  double acceleration() {
    return (double) ny * nx / samples.length;
  }

  /** True if the x axis is transformed first. */
  boolean columnsFirst() {
    return columnsFirst;
  }

  /** Extent of the axis transformed first. */
  int firstExtent() {
    return columnsFirst ? nx : ny;
  }

  /** Extent of the axis transformed second. */
  int secondExtent() {
    return columnsFirst ? ny : nx;
  }

  /** The lines that hold a sample, as uncentred frequencies of the first axis; not a copy. */
  int[] lines() {
    return lines;
  }

  /** For every sample the position of its line in {@link #lines()}; not a copy. */
  int[] lineOfSample() {
    return lineOfSample;
  }

  /** For every sample its uncentred frequency on the second axis; not a copy. */
  int[] pointOfSample() {
    return pointOfSample;
  }

  /** True if every line that holds a sample is sampled all along. */
  boolean wholeLines() {
    return samples.length == lines.length * secondExtent();
  }

  /** True if the point of the centred grid was acquired. */
  boolean contains(int ky, int kx) {
    return Arrays.binarySearch(samples, ky * nx + kx) >= 0;
  }

  /**
   * The acquired samples of a k-space grid.
   *
   * @param kspace complex [coils, ny, nx], centred
   * @return complex [coils, samples]
   */
  Field gather(Field kspace) {
    int coils = kspace.space().dim(0);
    Field out = Field.zeros(Space.complex(coils, samples.length));
    for (int c = 0, o = 0; c < coils; c++) {
      for (int s : samples) {
        int i = 2 * (c * ny * nx + s);
        out.data()[o++] = kspace.data()[i];
        out.data()[o++] = kspace.data()[i + 1];
      }
    }
    return out;
  }

  /**
   * The k-space grid with the samples in their places and 0 elsewhere.
   *
   * @param data complex [coils, samples]
   * @return complex [coils, ny, nx], centred
   */
  Field scatter(Field data) {
    int coils = data.space().dim(0);
    Field out = Field.zeros(Space.complex(coils, ny, nx));
    for (int c = 0, k = 0; c < coils; c++) {
      for (int s : samples) {
        int i = 2 * (c * ny * nx + s);
        out.data()[i] = data.data()[k++];
        out.data()[i + 1] = data.data()[k++];
      }
    }
    return out;
  }
}
