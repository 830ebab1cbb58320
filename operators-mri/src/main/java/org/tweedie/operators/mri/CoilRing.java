package org.tweedie.operators.mri;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/**
 * Sensitivities of coils on a ring around the object: the field of a long straight wire at distance
 * r, magnitude 1/r and direction normal to the line to the wire (Biot and Savart), with the phase
 * steps of a birdcage; then divided by the root-sum-of-squares. A single coil is uniform.
 */
final class CoilRing {
  /** Radius of the ring in half fields of view: the corners of the image, at √2, stay inside. */
  private static final double RADIUS = 1.5;

  private CoilRing() {}

  /** Maps of unit root-sum-of-squares everywhere, complex [coils, ny, nx]. */
  static Field sensitivities(int coils, int ny, int nx) {
    Field maps = Field.zeros(Space.complex(coils, ny, nx));
    if (coils == 1) {
      for (int i = 0; i < maps.data().length; i += 2) {
        maps.data()[i] = 1;
      }
      return maps;
    }
    double[] re = new double[coils];
    double[] im = new double[coils];
    for (int p = 0; p < ny * nx; p++) {
      double y = (p / nx - ny / 2) / (ny / 2.0);
      double x = (p % nx - nx / 2) / (nx / 2.0);
      double power = 0;
      for (int c = 0; c < coils; c++) {
        double angle = 2 * Math.PI * c / coils;
        double dx = x - RADIUS * Math.cos(angle);
        double dy = y - RADIUS * Math.sin(angle);
        double distance = Math.hypot(dx, dy);
        double direction = Math.atan2(dy, dx) + angle;
        re[c] = Math.cos(direction) / distance;
        im[c] = Math.sin(direction) / distance;
        power += 1 / (distance * distance);
      }
      for (int c = 0; c < coils; c++) {
        maps.data()[2 * (c * ny * nx + p)] = (float) (re[c] / Math.sqrt(power));
        maps.data()[2 * (c * ny * nx + p) + 1] = (float) (im[c] / Math.sqrt(power));
      }
    }
    return maps;
  }
}
