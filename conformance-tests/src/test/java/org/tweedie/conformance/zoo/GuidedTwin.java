package org.tweedie.conformance.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.conformance.law.LawPredictor;
import org.tweedie.conformance.law.LawPredictor.GaussianLaw;
import org.tweedie.conformance.law.LawPredictor.GaussianProblem;
import org.tweedie.conformance.reference.Matrix;

/**
 * A correct guided sampler: variance-preserving ancestral steps with the clean estimate {@code D +
 * w JᵀA*(y − A D)}, where the weight w is a number, or a number over the residual's norm.
 */
class GuidedTwin extends Twin {
  static final double FIRST = 10;
  static final double LAST = 0.05;

  @Override
  public List<OptionSpec> options() {
    List<OptionSpec> all = new ArrayList<>(super.options());
    all.add(
        OptionSpec.choice(
            "gradient", "squared", List.of("squared", "norm"), "which norm the data term has"));
    return all;
  }

  @Override
  Exactness exactness(Options o) {
    return Exactness.biased("Ignores the covariance of the clean estimate.").affine(affine(o));
  }

  static boolean affine(Options o) {
    return o.text("gradient").equals("squared");
  }

  @Override
  List<Requirement> requirements(Options o) {
    return List.of(
        Requirement.likelihood(LinearGaussian.class, "for the residual"),
        Requirement.prior(DifferentiableDenoiser.class, "for the gradient"));
  }

  @Override
  long steps(Options o) {
    return o.integer("steps");
  }

  /** Geometric, and 0 after the last. */
  static double level(Options o, int k) {
    int n = o.integer("steps");
    return k >= n ? 0 : FIRST * Math.pow(LAST / FIRST, n == 1 ? 0 : k / (n - 1.0));
  }

  static double weight(double sigma, double noise) {
    double r2 = sigma * sigma / (1 + sigma * sigma);
    return r2 / (noise * noise + 2 * r2);
  }

  /** ᾱ of a noise level. */
  static double alphaBar(double sigma) {
    return 1 / (1 + sigma * sigma);
  }

  @Override
  List<Field> start(Desk d) {
    return d.bench().each(i -> normal(d, i, "init"));
  }

  @Override
  List<Field> step(Desk d, List<Field> x, int k) {
    double sigma = level(d.options(), k);
    double at = alphaBar(sigma);
    double as = alphaBar(level(d.options(), k + 1));
    List<Field> u = x.stream().map(f -> f.copy().scale(1 / Math.sqrt(at))).toList();
    List<Field> clean = guided(d, u, sigma);
    double alpha = at / as;
    double beta = 1 - alpha;
    double deviation = diffusion(Math.sqrt(beta * (1 - as) / (1 - at)));
    double keep = Math.sqrt(alpha) * (1 - as) / (1 - at);
    double take = Math.sqrt(as) * beta / (1 - at);
    return d.bench()
        .each(
            x.size(),
            i -> {
              Field n = x.get(i).copy().axpby(keep, take, clean.get(i));
              return as == 1 ? n : n.axpy(deviation, normal(d, i, "ancestral"));
            });
  }

  List<Field> guided(Desk d, List<Field> u, double sigma) {
    try (Pullback<List<Field>> at = d.bench().linearizePrior(u, denoisedAt(d, sigma))) {
      List<Field> residuals = at.value().stream().map(x -> residual(d, x)).toList();
      List<Field> g = at.vjp(residuals.stream().map(d.bench()::adjoint).toList());
      return d.bench()
          .each(
              u.size(),
              i -> {
                double w =
                    affine(d.options())
                        ? weight(sigma, d.data().sigma())
                        : 0.1 / (1e-12 + norm(residuals, i));
                return at.value().get(i).copy().axpy(sign() * w, g.get(i));
              });
    }
  }

  Field residual(Desk d, Field x) {
    return d.data().data().copy().subtract(d.bench().apply(x));
  }

  double norm(List<Field> residuals, int i) {
    return residuals.get(i).norm();
  }

  double diffusion(double c) {
    return c;
  }

  double denoisedAt(Desk d, double sigma) {
    return sigma;
  }

  double sign() {
    return 1;
  }

  /**
   * Mean and covariance through the same recursion in double precision, written from its formula.
   */
  @Override
  Optional<LawPredictor> law(Options o) {
    return affine(o) ? Optional.of(p -> propagate(p, o)) : Optional.empty();
  }

  private GaussianLaw propagate(GaussianProblem p, Options o) {
    int d = p.mean().length;
    Matrix c = Matrix.of(p.covariance());
    Matrix a = Matrix.of(p.operator());
    Matrix identity = Matrix.identity(d);
    double[] mean = new double[d];
    Matrix covariance = identity;
    for (int k = 0; k < o.integer("steps"); k++) {
      double sigma = level(o, k);
      double at = alphaBar(sigma);
      double as = alphaBar(level(o, k + 1));
      Matrix gain = c.plus(sigma * sigma, identity).inverse().times(c);
      // X = D + wKAᵀ(y − AD) = (I − wKAᵀA)D + wKAᵀy with D = μ + K(u − μ)
      Matrix pull = gain.times(a.transpose()).scaled(weight(sigma, p.sigma()));
      Matrix keep = identity.plus(-1, pull.times(a));
      double[] shift = plus(p.mean(), -1, gain.times(p.mean()));
      double[] constant = plus(keep.times(shift), 1, pull.times(p.data()));
      double alpha = at / as;
      double cx = Math.sqrt(as) * (1 - alpha) / (1 - at);
      double co = Math.sqrt(alpha) * (1 - as) / (1 - at);
      Matrix m = identity.scaled(co).plus(cx / Math.sqrt(at), keep.times(gain));
      mean = plus(m.times(mean), cx, constant);
      double noise = as == 1 ? 0 : (1 - alpha) * (1 - as) / (1 - at);
      covariance = m.times(covariance).times(m.transpose()).plus(noise, identity);
    }
    return new GaussianLaw(mean, covariance.toArray());
  }

  static double[] plus(double[] x, double f, double[] y) {
    double[] z = x.clone();
    for (int i = 0; i < z.length; i++) {
      z[i] += f * y[i];
    }
    return z;
  }
}
