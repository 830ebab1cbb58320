package org.tweedie.conformance;

import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.conformance.law.LawPredictor.GaussianLaw;
import org.tweedie.conformance.law.LawPredictor.GaussianProblem;
import org.tweedie.conformance.reference.Coordinates;
import org.tweedie.conformance.reference.Matrix;
import org.tweedie.conformance.reference.MatrixOperator;
import org.tweedie.conformance.reference.Mixture;
import org.tweedie.conformance.reference.MixturePrior;
import org.tweedie.engine.run.PreparedProblem;

/**
 * A linear-Gaussian problem with a closed-form prior, in the reference's own arithmetic.
 *
 * @param name for messages
 * @param prior the law of the image's real components
 * @param image the space of the images
 * @param range the space of the measurements
 * @param operator A
 * @param data y
 * @param sigma σ
 */
record LawProblem(
    String name,
    Mixture prior,
    Space image,
    Space range,
    Matrix operator,
    double[] data,
    double sigma) {

  /**
   * Three real components, two measurements; operator and covariance do not commute. Images reach
   * well beyond 1, so that a clip to [-1, 1] shows.
   */
  static LawProblem real() {
    Matrix covariance =
        Matrix.of(new double[][] {{0.30, 0.12, -0.05}, {0.12, 0.20, 0.04}, {-0.05, 0.04, 0.10}});
    return new LawProblem(
        "a real image of 3 pixels with 2 measurements",
        Mixture.gaussian(new double[] {0.9, -0.1, 0.2}, covariance),
        Space.real(1, 3),
        Space.real(2),
        Matrix.of(new double[][] {{1, 0.5, -0.3}, {0.2, -0.8, 0.6}}),
        new double[] {0.7, -0.4},
        0.3);
  }

  /** Two complex pixels, one complex measurement that mixes re and im. */
  static LawProblem complex() {
    Matrix covariance =
        Matrix.fill(4, 4, (i, j) -> 0.25 * Math.pow(0.4, Math.abs(i - j)) * (i == j ? 1 : 0.7));
    return new LawProblem(
        "a complex image of 2 pixels with 1 measurement",
        Mixture.gaussian(new double[] {0.1, 0.3, -0.2, 0.0}, covariance),
        Space.complex(1, 2),
        Space.complex(1),
        Matrix.of(new double[][] {{0.9, -0.3, 0.4, 0.1}, {0.3, 0.9, -0.1, 0.4}}),
        new double[] {0.5, 0.1},
        0.25);
  }

  /** Two well-separated modes of which the measurement prefers one. */
  static LawProblem twoModes() {
    return new LawProblem(
        "a mixture of 2 modes in 2 dimensions with 1 measurement",
        new Mixture(
            new double[] {0.4, 0.6},
            new double[][] {{-0.6, 0.2}, {0.5, -0.3}},
            new Matrix[] {
              Matrix.identity(2).scaled(0.04), Matrix.diagonal(2, i -> i == 0 ? 0.09 : 0.0225)
            }),
        Space.real(1, 2),
        Space.real(1),
        Matrix.of(new double[][] {{1, 0.5}}),
        new double[] {0.1},
        0.4);
  }

  /** The same with noise that drowns the data. */
  LawProblem uninformative() {
    return new LawProblem(
        "an uninformative measurement of " + name, prior, image, range, operator, data, 1e3);
  }

  /** The same with other data. */
  LawProblem with(double[] y) {
    return new LawProblem(name, prior, image, range, operator, y, sigma);
  }

  /** The same with an operator and data as many times as large. */
  LawProblem louder(double factor) {
    double[] y = java.util.Arrays.stream(data).map(v -> factor * v).toArray();
    return new LawProblem(
        name + ", louder", prior, image, range, operator.scaled(factor), y, sigma);
  }

  /** A new operator: its eigenvectors are costly. */
  MatrixOperator matrix() {
    return new MatrixOperator(image, range, operator);
  }

  Likelihood likelihood(LinearOperator a) {
    return new GaussianLikelihood(a, Coordinates.field(range, data), sigma);
  }

  Prior imagePrior() {
    return new MixturePrior(prior, image);
  }

  /** A new problem, ready for samplers; nothing of it needs closing. */
  PreparedProblem open() {
    return open(matrix());
  }

  /** The same with an operator that was made before. */
  PreparedProblem open(MatrixOperator a) {
    return Runs.prepared(likelihood(a), imagePrior());
  }

  Mixture posterior() {
    return prior.posterior(operator, data, sigma);
  }

  /** The posterior of a Gaussian prior. */
  GaussianLaw gaussianPosterior() {
    Mixture p = posterior();
    return new GaussianLaw(p.mean(), p.covariance().toArray());
  }

  /** In the form that a sampler's own law takes. */
  GaussianProblem forPrediction() {
    return new GaussianProblem(
        prior.mean(), prior.covariance().toArray(), operator.toArray(), data.clone(), sigma);
  }
}
