package org.tweedie.priors.analytic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  private static final String SHAPE =
      "{\"weights\": [K], \"means\": [K][d], \"covariances\": [K][d][d]}";

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
    return List.of(OptionSpec.file(FILE, "JSON file " + SHAPE + "; the weights sum to 1"));
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
    Map<String, Object> json = object(file);
    try {
      return new GaussianMixture(
          vector(json.get("weights"), "weights"),
          matrix(json.get("means"), "means"),
          matrices(json.get("covariances"), "covariances"));
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "the mixture file " + file + " cannot be used: " + e.problem(), e.remedy(), e);
    }
  }

  private static Map<String, Object> object(Path file) {
    try (JsonParser parser = JSON.std.createParser(Files.readAllBytes(file))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw notAnObject(file, "it does not begin with '{'", null);
      }
      Map<String, Object> json = JSON.std.mapFrom(parser);
      if (parser.nextToken() != null) {
        throw notAnObject(
            file, "something follows it in line " + parser.currentLocation().getLineNr(), null);
      }
      return json;
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      throw notAnObject(file, e.getOriginalMessage() + line, e);
    } catch (NoSuchFileException e) {
      throw new ResourceException("there is no mixture file " + file, "check the path", e);
    } catch (IOException e) {
      throw new ResourceException(
          "the mixture file " + file + " cannot be read",
          "check that it is a file and its permissions",
          e);
    }
  }

  private static InvalidInputException notAnObject(Path file, String why, Exception cause) {
    return new InvalidInputException(
        "the mixture file " + file + " is not a JSON object: " + why, "give " + SHAPE, cause);
  }

  private static double[][][] matrices(Object value, String place) {
    List<?> list = list(value, place);
    double[][][] out = new double[list.size()][][];
    for (int k = 0; k < out.length; k++) {
      out[k] = matrix(list.get(k), place + "[" + k + "]");
    }
    return out;
  }

  private static double[][] matrix(Object value, String place) {
    List<?> list = list(value, place);
    double[][] out = new double[list.size()][];
    for (int i = 0; i < out.length; i++) {
      out[i] = vector(list.get(i), place + "[" + i + "]");
    }
    return out;
  }

  private static double[] vector(Object value, String place) {
    List<?> list = list(value, place);
    double[] out = new double[list.size()];
    for (int i = 0; i < out.length; i++) {
      if (!(list.get(i) instanceof Number n)) {
        throw malformed(place + "[" + i + "]", list.get(i), "a number");
      }
      out[i] = n.doubleValue();
    }
    return out;
  }

  private static List<?> list(Object value, String place) {
    if (value instanceof List<?> l && !l.isEmpty()) {
      return l;
    }
    throw malformed(place, value, "a list");
  }

  private static InvalidInputException malformed(String place, Object value, String expected) {
    String found = value instanceof String s ? "the text \"" + s + "\"" : String.valueOf(value);
    return new InvalidInputException(
        place
            + (value == null ? " is missing or null" : " is " + found)
            + ", where "
            + expected
            + " belongs",
        "give " + SHAPE);
  }
}
