package org.tweedie.conformance.law;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tweedie.conformance.reference.Matrix;

/** The laws of split Gibbs samplers with exact draws near the data (arXiv:2403.17042). */
final class SplitGibbsLaw {
  private SplitGibbsLaw() {}

  /** A draw near the prior at a coupling η: the law of x given the law of z. */
  interface PriorDraw {
    /** The law of x. */
    GaussianVector of(LinearModel m, GaussianVector z);
  }

  /**
   * One sweep.
   *
   * @param eta η
   * @param prior the draw near the prior
   */
  record Sweep(double eta, PriorDraw prior) {}

  /**
   * The law of the output.
   *
   * @param sweeps in order
   * @param tau τ of a start around the plain reconstruction for the prior N(0, τ²I); empty for a
   *     start around 0; from {@code N(·, η₁²)}
   * @param endsOnData whether the output is a draw near the data
   */
  static LawPredictor of(List<Sweep> sweeps, Optional<Double> tau, boolean endsOnData) {
    return problem -> {
      LinearModel m = new LinearModel(problem);
      double[] centre = tau.map(m::plain).orElseGet(() -> new double[m.dimension()]);
      GaussianVector x = GaussianVector.white(centre, Math.pow(sweeps.get(0).eta(), 2));
      for (Sweep s : sweeps) {
        x = s.prior().of(m, nearData(m, x, s.eta()));
      }
      return (endsOnData ? nearData(m, x, sweeps.get(sweeps.size() - 1).eta()) : x).law();
    };
  }

  /** {@code N(Λ⁻¹(Aᵀy/σ_y² + x/η²), Λ⁻¹)}, {@code Λ = AᵀA/σ_y² + I/η²}. */
  private static GaussianVector nearData(LinearModel m, GaussianVector x, double eta) {
    double variance = m.sigmaY * m.sigmaY;
    double lambda = variance / (eta * eta);
    Matrix identity = Matrix.identity(m.dimension());
    return x.through(m.proximal(Affine.linear(identity), lambda))
        .plus(m.normal(lambda).solve(identity).scaled(variance));
  }

  /** The step of a stochastic draw from variance v to w. */
  enum Update {
    /** As released: {@code x + 2(√w − √v) E} and noise {@code v − w}. */
    SQUARE_ROOT,
    /** Euler's method on the reverse diffusion: {@code (w/v) x + (1 − w/v) D}. */
    EULER
  }

  /** The reverse diffusion from the first level, down these σ. */
  static PriorDraw stochastic(double[] sigmas, Update update) {
    return (m, z) -> {
      GaussianVector law = z;
      for (int i = 0; i < sigmas.length; i++) {
        boolean last = i + 1 == sigmas.length;
        double v = sigmas[i] * sigmas[i];
        double w = last ? 0 : sigmas[i + 1] * sigmas[i + 1];
        Affine x = Affine.identity(m.dimension());
        Affine noise = x.plus(-1, m.denoised(x, sigmas[i])).times(1 / sigmas[i]);
        double pull =
            switch (update) {
              case SQUARE_ROOT -> 2 * (Math.sqrt(w) - Math.sqrt(v));
              case EULER -> (w - v) / Math.sqrt(v);
            };
        law = law.through(x.plus(pull, noise)).plusWhite(last ? 0 : v - w);
      }
      return law;
    };
  }

  /**
   * The ODE of the shifted process in its angle. With {@code tan θ = η√(ᾱ/(1 − ᾱ))} and w the
   * process over {@code √(1 + (η² − 1)ᾱ)} the denoiser sees {@code z + η sin θ w} at the level
   * {@code η cos θ}, and w falls by its noise estimate times the angle, from {@code N(0, I)} to
   * {@code x = z + η w} at θ = π/2.
   *
   * @param alphaBars ᾱ, rising, without the final 1
   */
  static PriorDraw deterministic(double eta, double[] alphaBars) {
    return (m, z) -> {
      int d = m.dimension();
      // Maps of (z, w at the start), which are independent.
      Affine ofZ = part(d, 0);
      Affine w = part(d, d).times(1 / Math.sqrt(1 + (eta * eta - 1) * alphaBars[0]));
      for (int i = 0; i < alphaBars.length; i++) {
        double theta = angle(eta, alphaBars[i]);
        double next = i + 1 < alphaBars.length ? angle(eta, alphaBars[i + 1]) : Math.PI / 2;
        double level = eta * Math.cos(theta);
        Affine seen = ofZ.plus(eta * Math.sin(theta), w);
        Affine noise = seen.plus(-1, m.denoised(seen, level)).times(1 / level);
        w = w.plus(theta - next, noise);
      }
      double[] mean = Arrays.copyOf(z.mean(), 2 * d);
      Matrix covariance =
          Matrix.fill(
              2 * d, 2 * d, (i, j) -> i < d && j < d ? z.covariance().get(i, j) : i == j ? 1 : 0);
      return new GaussianVector(mean, covariance).through(ofZ.plus(eta, w));
    };
  }

  /** The map of a vector of length 2d to its d coordinates from an offset on. */
  private static Affine part(int d, int offset) {
    return Affine.linear(Matrix.fill(d, 2 * d, (i, j) -> j == i + offset ? 1 : 0));
  }

  private static double angle(double eta, double alphaBar) {
    return Math.atan2(eta * Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar));
  }
}
