package org.tweedie.samplers.law;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.numerics.dense.Matrix;

/** The laws of split Gibbs samplers with exact likelihood draws (arXiv:2403.17042). */
public final class SplitGibbsLaw {
  private SplitGibbsLaw() {}

  /** Which denoising sampler. */
  public enum Denoiser {
    /** Stochastic, the released square-root update. */
    SQUARE_ROOT,
    /** Stochastic, Euler-Maruyama. */
    EULER,
    /** Stochastic, the ancestral kernel. */
    ANCESTRAL,
    /** Deterministic, on the shifted variable. */
    DDIM
  }

  /**
   * One sweep.
   *
   * @param eta η
   * @param grid σ, falling, for the stochastic samplers; ᾱ of the shifted process, rising, for the
   *     deterministic one
   */
  public record Sweep(double eta, double[] grid) {}

  /**
   * The law of the output.
   *
   * @param denoiser which denoising sampler
   * @param sweeps in order
   * @param tau τ of the start from data; empty for a start from {@code N(0, η₁²)}
   * @param endsOnData whether the output is a draw near the data
   */
  public static LawPredictor of(
      Denoiser denoiser, List<Sweep> sweeps, Optional<Double> tau, boolean endsOnData) {
    return problem -> {
      LinearGaussianModel m = new LinearGaussianModel(problem);
      int d = m.dimension();
      double[] centre =
          tau.map(t -> m.normal(Math.pow(m.sigmaY / t, 2)).solve(m.a.transpose().times(m.y)))
              .orElse(new double[d]);
      GaussianVector x = GaussianVector.white(centre, Math.pow(sweeps.get(0).eta(), 2));
      for (Sweep s : sweeps) {
        GaussianVector z = likelihoodDraw(m, x, s.eta());
        x = denoiser == Denoiser.DDIM ? shiftedOde(m, z, s) : reverseDiffusion(m, denoiser, z, s);
      }
      return (endsOnData ? likelihoodDraw(m, x, sweeps.get(sweeps.size() - 1).eta()) : x).law();
    };
  }

  /** {@code N(Λ⁻¹(Aᵀy/σ_y² + x/η²), Λ⁻¹)}, {@code Λ = AᵀA/σ_y² + I/η²}. */
  private static GaussianVector likelihoodDraw(
      LinearGaussianModel m, GaussianVector x, double eta) {
    double lambda = Math.pow(m.sigmaY / eta, 2);
    Matrix spread = m.normal(lambda).inverse().times(m.sigmaY * m.sigmaY);
    return x.through(m.proximal(AffineMap.identity(m.dimension()), lambda)).plus(spread);
  }

  private static GaussianVector reverseDiffusion(
      LinearGaussianModel m, Denoiser denoiser, GaussianVector z, Sweep sweep) {
    AffineMap x = AffineMap.identity(m.dimension());
    GaussianVector law = z;
    for (int i = 0; i < sweep.grid().length; i++) {
      double v = Math.pow(sweep.grid()[i], 2);
      boolean last = i + 1 == sweep.grid().length;
      double next = last ? 0 : Math.pow(sweep.grid()[i + 1], 2);
      AffineMap clean = m.denoised(x, Math.sqrt(v));
      AffineMap mean;
      double fresh;
      switch (denoiser) {
        case SQUARE_ROOT -> {
          AffineMap noise = x.minus(clean).times(1 / Math.sqrt(v));
          mean = x.plus(noise.times(2 * (Math.sqrt(next) - Math.sqrt(v))));
          fresh = v - next;
        }
        case EULER -> {
          mean = x.times(next / v).plus(clean.times(1 - next / v));
          fresh = v - next;
        }
        default -> {
          double tau = 1 - next / v;
          mean = x.minus(x.minus(clean).times(tau));
          fresh = next * tau;
        }
      }
      law = law.through(mean).plusWhite(last ? 0 : fresh);
    }
    return law;
  }

  /** x = z + v, with v from the ODE: an affine map of z and of the start n, kept as one of both. */
  private static GaussianVector shiftedOde(LinearGaussianModel m, GaussianVector z, Sweep sweep) {
    int d = m.dimension();
    double eta = sweep.eta();
    AffineMap ofZ = block(d, 0);
    AffineMap v = block(d, d);
    for (int i = 0; i < sweep.grid().length; i++) {
      double now = sweep.grid()[i];
      double next = i + 1 < sweep.grid().length ? sweep.grid()[i + 1] : 1;
      double c = 1 + (eta * eta - 1) * now;
      double cNext = 1 + (eta * eta - 1) * next;
      AffineMap effective = ofZ.plus(v.times(eta * eta * Math.sqrt(now) / c));
      double network = 1 / (1 + eta * eta * (1 - now) / c);
      AffineMap noise =
          effective
              .minus(m.denoised(effective, Math.sqrt(1 / network - 1)))
              .times(Math.sqrt(network / (1 - network)));
      double turn = angle(eta, now) - angle(eta, next);
      v = v.times(Math.sqrt(cNext / c)).minus(noise.times(Math.sqrt(cNext) * turn));
    }
    double[] mean = new double[2 * d];
    double[][] covariance = new double[2 * d][2 * d];
    for (int i = 0; i < d; i++) {
      mean[i] = z.mean()[i];
      covariance[d + i][d + i] = 1;
      for (int j = 0; j < d; j++) {
        covariance[i][j] = z.covariance().get(i, j);
      }
    }
    return new GaussianVector(mean, Matrix.of(covariance)).through(ofZ.plus(v));
  }

  /** The map of a vector of length 2d to its d coordinates from an offset on. */
  private static AffineMap block(int d, int offset) {
    double[][] f = new double[d][2 * d];
    for (int i = 0; i < d; i++) {
      f[i][offset + i] = 1;
    }
    return new AffineMap(Matrix.of(f), new double[d]);
  }

  /** {@code ω(ᾱ) = −atan(η/√(1/ᾱ − 1))}, −π/2 at ᾱ = 1. */
  private static double angle(double eta, double alphaBar) {
    return alphaBar == 1 ? -Math.PI / 2 : -Math.atan(eta / Math.sqrt(1 / alphaBar - 1));
  }
}
