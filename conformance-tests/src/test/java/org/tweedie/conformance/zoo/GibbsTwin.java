package org.tweedie.conformance.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.LawPredictor.GaussianLaw;
import org.tweedie.api.spi.sampler.LawPredictor.GaussianProblem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.conformance.reference.Matrix;

/**
 * A correct sampler that is exact in a limit: split Gibbs sampling, an exact draw near the data and
 * eight Euler-Maruyama denoising steps by turns, under a coupling η that shrinks with the budget.
 */
public class GibbsTwin extends Twin {
  static final int INNER = 8;

  @Override
  Exactness exactness(Options o) {
    return new Exactness(
        Exactness.Kind.EXACT_IN_LIMIT, "Tends to the posterior as the steps grow.", true);
  }

  @Override
  List<Requirement> requirements(Options o) {
    return List.of(
        Requirement.likelihood(LinearGaussian.class, "for the draw near the data"),
        Requirement.operator(NormalSolve.class, "for the draw near the data"));
  }

  static int sweeps(Options o) {
    return Math.max(1, o.integer("steps") / INNER);
  }

  @Override
  int steps(Options o) {
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
  double level(Options o, int k) {
    return at(coupling(o, k / INNER), k % INNER);
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
    double eta = coupling(b.options, k / INNER);
    List<Field> u = k % INNER == 0 ? nearData(b, x, eta) : x;
    double v = Math.pow(at(eta, k % INNER), 2);
    double w = Math.pow(at(eta, k % INNER + 1), 2);
    List<Field> d = b.denoise(u, Math.sqrt(v));
    List<Field> next = new ArrayList<>();
    for (int i = 0; i < u.size(); i++) {
      Field n = u.get(i).copy().axpby(w / v, 1 - w / v, d.get(i));
      next.add(
          w == 0
              ? n
              : n.axpy(
                  temperature() * Math.sqrt(v - w), b.normal(i, "denoise", b.problem.space())));
    }
    return next;
  }

  double temperature() {
    return 1;
  }

  /** A draw from N(y; Az, σ²) N(z; x, η²) by perturbing and solving. */
  List<Field> nearData(Bench b, List<Field> x, double eta) {
    double lambda = Math.pow(b.data.sigma() / eta, 2) * stiffness();
    List<Field> z = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      Field y =
          b.normal(i, "data", b.data.operator().range()).axpby(b.data.sigma(), 1, b.data.data());
      Field near = b.normal(i, "near", b.problem.space()).axpby(eta, 1, x.get(i));
      z.add(b.solve(lambda, b.adjoint(y).axpy(lambda, near)));
    }
    return z;
  }

  double stiffness() {
    return 1;
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
