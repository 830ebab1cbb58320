package org.tweedie.conformance.own;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.conformance.PriorRules;

/**
 * The rules for priors on {@code gaussian}. Its density is known, and written here anew: sums of
 * cosines in double precision, from the spectrum that the option's documentation implies.
 */
class StationaryGaussianTest extends PriorRules {
  private static final double MEAN = 0.3;
  private static final double DEVIATION = 0.2;
  private static final double CORRELATION = 2;

  @Override
  protected Prior open(Space space) {
    PriorProvider p = ServiceIds.prior("gaussian");
    Options options =
        Options.bind(
            p.options(),
            Map.of(
                "mean", Double.toString(MEAN),
                "std", Double.toString(DEVIATION),
                "covariance", "exponential",
                "correlation", Double.toString(CORRELATION)));
    return p.create(Context.of(options), space);
  }

  @Override
  protected List<Space> spaces() {
    return List.of(Space.real(6, 5), Space.complex(4, 3), Space.real(1, 1), Space.real(12, 16));
  }

  @Override
  protected Optional<SmoothedDensity> density(Space space) {
    return Optional.of((u, sigma) -> logDensity(space, u, sigma));
  }

  /** −½ Σ |û|²/(S + σ²), for the real and for the imaginary part. */
  private static double logDensity(Space space, double[] u, double sigma) {
    int ny = space.dim(0);
    int nx = space.dim(1);
    int parts = space.scalar().components();
    double total = 0;
    for (int k = 0; k < ny; k++) {
      for (int l = 0; l < nx; l++) {
        total += shape(k, ny, l, nx);
      }
    }
    double sum = 0;
    for (int k = 0; k < ny; k++) {
      for (int l = 0; l < nx; l++) {
        double variance = DEVIATION * DEVIATION * ny * nx / total * shape(k, ny, l, nx);
        for (int part = 0; part < parts; part++) {
          double re = 0;
          double im = 0;
          for (int i = 0; i < ny * nx; i++) {
            double x = u[parts * i + part] - (part == 0 ? MEAN : 0);
            double angle = 2 * Math.PI * ((double) (i / nx * k) / ny + (double) (i % nx * l) / nx);
            re += x * Math.cos(angle);
            im += x * Math.sin(angle);
          }
          sum += (re * re + im * im) / (ny * nx) / (variance + sigma * sigma);
        }
      }
    }
    return -sum / 2;
  }

  /** The transform of exp(−r/ℓ) in the plane, up to a constant, at the nearer of two aliases. */
  private static double shape(int k, int ny, int l, int nx) {
    double fy = (double) Math.min(k, ny - k) / ny;
    double fx = (double) Math.min(l, nx - l) / nx;
    double q = 2 * Math.PI * CORRELATION * Math.hypot(fx, fy);
    return Math.pow(1 + q * q, -1.5);
  }
}
