package org.tweedie.conformance.zoo;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.conformance.law.LawPredictor;
import org.tweedie.conformance.law.LawPredictor.GaussianLaw;
import org.tweedie.conformance.law.LawPredictor.GaussianProblem;
import org.tweedie.conformance.reference.Matrix;

/**
 * A correct sampler that is exact in a limit: split Gibbs sampling, an exact draw near the data and
 * eight Euler-Maruyama denoising steps by turns, under a coupling η that shrinks with the budget.
 */
public class GibbsTwin extends Twin {
  static final int INNER = 8;

  @Override
  Exactness exactness(Options o) {
    return Exactness.exactInLimit("Tends to the posterior as the steps grow.").affine(true);
  }

  @Override
  List<Requirement> requirements(Options o) {
    return List.of(
        Requirement.likelihood(LinearGaussian.class, "for the draw near the data"),
        Requirement.operator(NormalSolve.class, "for the draw near the data"),
        Requirement.prior(Denoiser.class, "for the draw near the images"));
  }

  static int sweeps(Options o) {
    return Math.max(1, o.integer("steps") / INNER);
  }

  @Override
  long steps(Options o) {
    return sweeps(o) * INNER;
  }

  static double coupling(Options o, int sweep) {
    int n = sweeps(o);
    double last = Math.min(1, 0.8 / Math.sqrt(n));
    // Half of the sweeps go down, the others stay: a Gibbs chain needs time at its last coupling.
    double way = n == 1 ? 1 : Math.min(1, 2.0 * sweep / (n - 1));
    return Math.pow(last, way);
  }

  static double at(double eta, int j) {
    return j == INNER ? 0 : eta * Math.pow(0.05, j / (INNER - 1.0));
  }

  @Override
  List<Field> start(Desk d) {
    return d.bench().each(i -> normal(d, i, "init"));
  }

  @Override
  List<Field> step(Desk d, List<Field> x, int k) {
    double eta = coupling(d.options(), k / INNER);
    List<Field> u = k % INNER == 0 ? nearData(d, x, eta) : x;
    double v = Math.pow(at(eta, k % INNER), 2);
    double w = Math.pow(at(eta, k % INNER + 1), 2);
    List<Field> clean = d.bench().denoise(u, Math.sqrt(v));
    return d.bench()
        .each(
            i -> {
              Field n = u.get(i).copy().axpby(w / v, 1 - w / v, clean.get(i));
              return w == 0 ? n : n.axpy(temperature() * Math.sqrt(v - w), normal(d, i, "denoise"));
            });
  }

  double temperature() {
    return 1;
  }

  /** A draw from N(y; Az, σ²) N(z; x, η²) by perturbing and solving. */
  List<Field> nearData(Desk d, List<Field> x, double eta) {
    double sigma = d.data().sigma();
    double lambda = Math.pow(sigma / eta, 2);
    return d.bench()
        .each(
            i -> {
              Field y = normal(d, i, "data", d.data().data().space());
              y.axpby(sigma, 1, d.data().data());
              Field near = normal(d, i, "near").axpby(eta, 1, x.get(i));
              return d.bench()
                  .solve(NormalSystem.of(lambda, d.bench().adjoint(y).axpy(lambda, near)));
            });
  }

  @Override
  Optional<LawPredictor> law(Options o) {
    return Optional.of(p -> propagate(p, o));
  }

  private static GaussianLaw propagate(GaussianProblem p, Options o) {
    int d = p.mean().length;
    Matrix identity = Matrix.identity(d);
    Matrix c = Matrix.of(p.covariance());
    Matrix a = Matrix.of(p.operator());
    Matrix square = a.transpose().times(a);
    double[] mean = new double[d];
    Matrix covariance = identity;
    for (int sweep = 0; sweep < sweeps(o); sweep++) {
      double eta = coupling(o, sweep);
      double precision = 1 / (eta * eta);
      Matrix posterior =
          square.scaled(1 / (p.sigma() * p.sigma())).plus(precision, identity).inverse();
      double[] pulled = a.transpose().scaled(1 / (p.sigma() * p.sigma())).times(p.data());
      mean = posterior.times(GuidedTwin.plus(pulled, precision, mean));
      Matrix m = posterior.scaled(precision);
      covariance = m.times(covariance).times(m.transpose()).plus(1, posterior);
      for (int j = 0; j < INNER; j++) {
        double v = Math.pow(at(eta, j), 2);
        double w = Math.pow(at(eta, j + 1), 2);
        Matrix gain = c.plus(v, identity).inverse().times(c);
        Matrix step = identity.scaled(w / v).plus(1 - w / v, gain);
        double[] shift = GuidedTwin.plus(p.mean(), -1, gain.times(p.mean()));
        mean = GuidedTwin.plus(step.times(mean), 1 - w / v, shift);
        covariance =
            step.times(covariance).times(step.transpose()).plus(w == 0 ? 0 : v - w, identity);
      }
    }
    return new GaussianLaw(mean, covariance.toArray());
  }
}
