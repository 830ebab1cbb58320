package org.tweedie.operators.mri;

import java.util.stream.IntStream;
import org.tweedie.api.field.Field;

/**
 * Where the strongest samples of k-space lie, as the circular mean of their energy along each axis.
 * Strong means among the strongest half percent, and no sample counts for more than the fourth
 * strongest does, so that a spike or three cannot pull the peak to them. Where undersampling has
 * left out the peak itself, this is the place nearest to it.
 *
 * @param rows distance from index ⌊ny/2⌋, whole samples, in [−ny/2, ny/2]; 0 for a short axis
 * @param columns the same for ⌊nx/2⌋
 * @param found whether there is a peak: noise alone has none, nor can a few samples tell
 */
record KspacePeak(int rows, int columns, boolean found) {
  /** Along a shorter axis no place can be told from another. */
  static final int SHORTEST = 16;

  private static final double SHARE = 0.005;
  private static final int FEWEST = 32;
  private static final int LIMITED = 4;

  /**
   * The energy of a peak lies together at least like this. For 32 samples of noise anywhere on a
   * circle the probability is exp(−32·0.64) = 1e-9.
   */
  private static final double CONCENTRATION = 0.8;

  /** Farther from the middle than an echo shift, or the coils, move the peak. */
  static boolean isOff(int offset, int n) {
    return n >= SHORTEST && Math.abs(offset) > 2 + n / 32;
  }

  /**
   * The peak of these data.
   *
   * @param kspace complex [coils, ny, nx]
   * @param mask real [ny, nx], not 0 where sampled
   */
  static KspacePeak of(Field kspace, Field mask) {
    int n = mask.space().size();
    double[] energy = new double[n];
    float[] d = kspace.data();
    for (int i = 0; i < d.length; i++) {
      energy[i / 2 % n] += (double) d[i] * d[i];
    }
    int[] sampled = IntStream.range(0, n).filter(i -> mask.data()[i] != 0).toArray();
    int strongest = Math.max(FEWEST, (int) (SHARE * sampled.length));
    if (sampled.length < 4 * strongest) {
      return new KspacePeak(0, 0, false);
    }
    double[] sorted = IntStream.of(sampled).mapToDouble(i -> energy[i]).sorted().toArray();
    double floor = sorted[sorted.length - strongest];
    double limit = sorted[sorted.length - LIMITED];
    double[] alongY = new double[mask.space().dim(0)];
    double[] alongX = new double[mask.space().dim(1)];
    for (int i : sampled) {
      double e = energy[i] >= floor ? Math.min(energy[i], limit) : 0;
      alongY[i / alongX.length] += e;
      alongX[i % alongX.length] += e;
    }
    EnergyProfile y = new EnergyProfile(alongY);
    EnergyProfile x = new EnergyProfile(alongX);
    boolean found =
        limit > 0
            && Math.max(alongY.length, alongX.length) >= SHORTEST
            && (alongY.length < SHORTEST || y.concentration() > CONCENTRATION)
            && (alongX.length < SHORTEST || x.concentration() > CONCENTRATION);
    return new KspacePeak(place(y), place(x), found);
  }

  private static int place(EnergyProfile p) {
    return p.energy().length < SHORTEST ? 0 : (int) Math.rint(p.offset());
  }
}
