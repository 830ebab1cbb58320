package org.tweedie.operators.mri;

import org.tweedie.api.field.Field;

/**
 * How the energy of an array is spread along one of its axes, taken as a circle, for neither end of
 * a Fourier transform's axis is one.
 *
 * @param energy the sum of the squared magnitudes at each index
 */
record EnergyProfile(double[] energy) {

  /** The profile along an axis of any array. */
  static EnergyProfile along(Field x, int axis) {
    int[] shape = x.space().shape();
    int inner = x.space().scalar().components();
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= shape[i];
    }
    double[] energy = new double[shape[axis]];
    float[] d = x.data();
    for (int i = 0; i < d.length; ) {
      double sum = 0;
      int index = i / inner % shape[axis];
      for (int end = i + inner; i < end; i++) {
        sum += (double) d[i] * d[i];
      }
      energy[index] += sum;
    }
    return new EnergyProfile(energy);
  }

  /**
   * The participation ratio {@code (Σe)² / (n Σe²)}: 1 if all indices hold the same, 1/n if one
   * holds all; 1 if there is no energy.
   */
  double flatness() {
    double sum = 0;
    double squares = 0;
    for (double e : energy) {
      sum += e;
      squares += e * e;
    }
    return squares > 0 ? sum * sum / (energy.length * squares) : 1;
  }

  /** The circular mean, as a distance from index ⌊n/2⌋ in [−n/2, n/2]. */
  double offset() {
    double[] m = moment();
    return Math.atan2(m[1], m[0]) * energy.length / (2 * Math.PI);
  }

  /**
   * The length of the mean of unit vectors, one for each index: 1 if one index holds all, near 0 if
   * the energy is spread evenly.
   */
  double concentration() {
    double[] m = moment();
    return Math.hypot(m[0], m[1]);
  }

  private double[] moment() {
    double re = 0;
    double im = 0;
    double sum = 0;
    for (int i = 0; i < energy.length; i++) {
      double angle = 2 * Math.PI * (i - energy.length / 2) / energy.length;
      re += energy[i] * Math.cos(angle);
      im += energy[i] * Math.sin(angle);
      sum += energy[i];
    }
    return sum > 0 ? new double[] {re / sum, im / sum} : new double[2];
  }
}
