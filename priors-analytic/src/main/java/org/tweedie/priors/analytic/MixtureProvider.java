package org.tweedie.priors.analytic;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/**
 * Provider {@code mixture}: a Gaussian mixture on vectors, from a JSON file {@code {"weights": [K],
 * "means": [K][d], "covariances": [K][d][d]}}.
 */
public final class MixtureProvider implements PriorProvider {
  private static final String FILE = "file";

  /** For the service loader. */
  public MixtureProvider() {}

  @Override
  public String id() {
    return "mixture";
  }

  @Override
  public String title() {
    return "Gaussian mixture on vectors, exact in every respect, from a JSON file";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.file(
            FILE,
            "JSON file {\"weights\": [K], \"means\": [K][d], \"covariances\": [K][d][d]}; the"
                + " weights sum to 1"));
  }

  @Override
  public List<Citation> references() {
    return List.of();
  }

  @Override
  public Optional<String> fileOption() {
    return Optional.of(FILE);
  }

  @Override
  public List<String> fileSuffixes() {
    return List.of(".json");
  }

  @Override
  public PriorCard card(Context context) {
    return GaussianMixturePrior.card(read(context.options().file(FILE)));
  }

  @Override
  public Prior create(Context context, Space space) {
    return new GaussianMixturePrior(read(context.options().file(FILE)), space);
  }

  private static GaussianMixture read(Path file) {
    Map<String, Object> json;
    try {
      json = JSON.std.mapFrom(Files.readString(file));
    } catch (IOException e) {
      throw new ResourceException(
          "the mixture file " + file + " cannot be read as JSON",
          "give a file {\"weights\": [K], \"means\": [K][d], \"covariances\": [K][d][d]}",
          e);
    }
    double[] weights = vector(json.get("weights"), "weights");
    double[][] means =
        list(json.get("means"), "means").stream()
            .map(m -> vector(m, "means"))
            .toArray(double[][]::new);
    double[][][] covariances =
        list(json.get("covariances"), "covariances").stream()
            .map(
                c ->
                    list(c, "covariances").stream()
                        .map(row -> vector(row, "covariances"))
                        .toArray(double[][]::new))
            .toArray(double[][][]::new);
    return new GaussianMixture(weights, means, covariances);
  }

  private static double[] vector(Object value, String key) {
    return list(value, key).stream()
        .mapToDouble(
            v -> {
              if (v instanceof Number n) {
                return n.doubleValue();
              }
              throw malformed(key);
            })
        .toArray();
  }

  private static List<?> list(Object value, String key) {
    if (value instanceof List<?> l && !l.isEmpty()) {
      return l;
    }
    throw malformed(key);
  }

  private static InvalidInputException malformed(String key) {
    return new InvalidInputException(
        "the entry \"" + key + "\" of the mixture file is missing or not made of numbers",
        "give {\"weights\": [K], \"means\": [K][d], \"covariances\": [K][d][d]}");
  }
}
