package org.tweedie.conformance.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.DifferentiablePrior;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.LawPredictor.GaussianLaw;
import org.tweedie.api.spi.sampler.LawPredictor.GaussianProblem;
import org.tweedie.api.spi.sampler.Requirement;
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
    return new Exactness(
        Exactness.Kind.BIASED, "Ignores the covariance of the clean estimate.", affine(o));
  }

  static boolean affine(Options o) {
    return o.text("gradient").equals("squared");
  }

  @Override
  List<Requirement> requirements(Options o) {
    return List.of(
        Requirement.likelihood(LinearGaussian.class, "for the residual"),
        Requirement.prior(DifferentiablePrior.class, "for the gradient"));
  }

  @Override
  int steps(Options o) {
    return o.integer("steps");
  }

  /** Geometric, and 0 after the last. */
  @Override
  double level(Options o, int k) {
    int n = steps(o);
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
  List<Field> start(Bench b) {
    List<Field> x = new ArrayList<>();
    for (int i = 0; i < b.chains.count(); i++) {
      x.add(b.normal(i, "init", b.problem.space()));
    }
    return x;
  }

  @Override
  List<Field> step(Bench b, List<Field> x, int k) {
    double sigma = level(b.options, k);
    double at = alphaBar(sigma);
    double as = alphaBar(level(b.options, k + 1));
    List<Field> u = x.stream().map(f -> f.copy().scale(1 / Math.sqrt(at))).toList();
    List<Field> clean = guided(b, u, sigma);
    double alpha = at / as;
    double beta = 1 - alpha;
    double deviation = diffusion(Math.sqrt(beta * (1 - as) / (1 - at)));
    List<Field> next = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      Field n =
          x.get(i)
              .copy()
              .axpby(
                  Math.sqrt(alpha) * (1 - as) / (1 - at),
                  Math.sqrt(as) * beta / (1 - at),
                  clean.get(i));
      next.add(as == 1 ? n : n.axpy(deviation, b.normal(i, "ancestral", b.problem.space())));
    }
    return next;
  }

  List<Field> guided(Bench b, List<Field> u, double sigma) {
    try (Pullback<List<Field>> at = b.linearize(u, denoisedAt(b, sigma))) {
      List<Field> back = new ArrayList<>();
      List<Field> residuals = new ArrayList<>();
      for (Field d : at.value()) {
        Field r = residual(b, d);
        residuals.add(r);
        back.add(b.adjoint(r));
      }
      List<Field> g = b.vjp(at, back, sigma);
      List<Field> clean = new ArrayList<>();
      for (int i = 0; i < u.size(); i++) {
        double w =
            affine(b.options) ? weight(sigma, b.data.sigma()) : 0.1 / (1e-12 + norm(residuals, i));
        clean.add(at.value().get(i).copy().axpy(sign() * w, g.get(i)));
      }
      return clean;
    }
  }

  Field residual(Bench b, Field d) {
    return b.data.data().copy().subtract(b.apply(d));
  }

  double norm(List<Field> residuals, int i) {
    return residuals.get(i).norm();
  }

  double diffusion(double c) {
    return c;
  }

  double denoisedAt(Bench b, double sigma) {
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
      double sigma = new GuidedTwin().level(o, k);
      double at = alphaBar(sigma);
      double as = alphaBar(new GuidedTwin().level(o, k + 1));
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
