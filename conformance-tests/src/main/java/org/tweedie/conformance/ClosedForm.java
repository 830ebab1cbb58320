package org.tweedie.conformance;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.field.Space;
import org.tweedie.conformance.reference.Matrix;
import org.tweedie.conformance.reference.Mixture;

/** Reads a closed-form problem from JSON. */
final class ClosedForm {
  private static final String FORMAT =
      "give {\"weights\": [K], \"means\": [K][d], \"covariances\": [K][d][d], \"operator\": [m][d],"
          + " \"noise\": σ, \"y\": [m]}";

  private ClosedForm() {}

  static LawProblem read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ResourceException("there is no file " + file, "check its name");
    }
    Map<String, Object> json;
    try {
      json = JSON.std.mapFrom(Files.readString(file));
    } catch (IOException e) {
      throw new ResourceException("the problem " + file + " cannot be read as JSON", FORMAT, e);
    }
    double[] weights = vector(json.get("weights"), "weights", -1);
    int k = weights.length;
    Matrix means = matrix(json.get("means"), "means", k, -1);
    int d = means.columns();
    List<?> each = list(json.get("covariances"), "covariances", k);
    Matrix[] covariances = new Matrix[k];
    for (int i = 0; i < k; i++) {
      covariances[i] = matrix(each.get(i), "covariances", d, d);
      try {
        covariances[i].cholesky();
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(
            "covariance " + i + " is not positive definite", "give a covariance with spread", e);
      }
      if (!(weights[i] > 0)) {
        throw new InvalidInputException("weight " + i + " is " + weights[i], "give one above 0");
      }
    }
    double[] y = vector(json.get("y"), "y", -1);
    Matrix a = matrix(json.get("operator"), "operator", y.length, d);
    if (!(json.get("noise") instanceof Number n) || !(n.doubleValue() > 0)) {
      throw new InvalidInputException("the noise is " + json.get("noise"), FORMAT);
    }
    return new LawProblem(
        file.toString(),
        new Mixture(weights, means.toArray(), covariances),
        Space.real(1, d),
        Space.real(y.length),
        a,
        y,
        ((Number) json.get("noise")).doubleValue());
  }

  private static Matrix matrix(Object value, String name, int rows, int columns) {
    List<?> list = list(value, name, rows);
    double[][] a = new double[list.size()][];
    for (int i = 0; i < a.length; i++) {
      a[i] = vector(list.get(i), name, i == 0 ? columns : a[0].length);
    }
    return Matrix.of(a);
  }

  private static double[] vector(Object value, String name, int length) {
    return list(value, name, length).stream()
        .mapToDouble(
            v -> {
              if (v instanceof Number n && Double.isFinite(n.doubleValue())) {
                return n.doubleValue();
              }
              throw new InvalidInputException("\"" + name + "\" holds " + v, FORMAT);
            })
        .toArray();
  }

  private static List<?> list(Object value, String name, int length) {
    if (!(value instanceof List<?> l) || l.isEmpty() || length >= 0 && l.size() != length) {
      throw new InvalidInputException(
          "\"" + name + "\" is missing or not of the length that the rest asks for", FORMAT);
    }
    return l;
  }
}
