package org.tweedie.priors.djl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.prior.PriorCard;

/**
 * What the metadata of a model file say: the network's shape and the prior's card. Every entry is
 * text under a name that begins with "tweedie."; structured ones are JSON.
 *
 * @param architecture the network
 * @param card the prior's card
 */
record ModelFile(Architecture architecture, PriorCard card) {
  private static final String PREFIX = "tweedie.";

  /**
   * Reads the metadata of a file.
   *
   * @param metadata the entries
   * @param source names the file in messages
   * @throws InvalidInputException if they do not describe a prior
   */
  static ModelFile parse(Map<String, String> metadata, String source) {
    String network = metadata.get(PREFIX + "network");
    if (network == null) {
      throw new InvalidInputException(
          "the model file " + source + " holds no network of Tweedie's",
          "use a .safetensors file that Tweedie or its training script wrote");
    }
    Architecture architecture = Architecture.parse(network, source);
    double[] range = numbers(metadata, "valueRange", source);
    double[] sigma = numbers(metadata, "sigmaRange", source);
    if (!(sigma[0] > 0)) {
      throw malformed(source, "sigmaRange");
    }
    Scalar scalar = architecture.channels() == 2 ? Scalar.COMPLEX : Scalar.REAL;
    PriorCard card =
        PriorCard.builder(
                text(metadata, "id", "unnamed"),
                SpacePattern.of(scalar, SpacePattern.ANY, SpacePattern.ANY))
            .description(text(metadata, "description", "A denoising U-Net."))
            .range(PriorCard.ValueRange.of(range[0], range[1]))
            .unit(text(metadata, "unit", "1"))
            .sigma(sigma[0], sigma[1])
            .trainingData(text(metadata, "trainingData", "not stated"))
            .licence(licence(metadata))
            .references(citations(metadata, source))
            .build();
    return new ModelFile(architecture, card);
  }

  private static String licence(Map<String, String> metadata) {
    String licence = text(metadata, "licence", "not stated");
    String credit = text(metadata, "credit", "");
    return credit.isEmpty() ? licence : licence + " (" + credit + ")";
  }

  private static String text(Map<String, String> metadata, String key, String otherwise) {
    return metadata.getOrDefault(PREFIX + key, otherwise);
  }

  /** Two finite numbers, the smaller first. */
  private static double[] numbers(Map<String, String> metadata, String key, String source) {
    List<?> pair = Json.array(text(metadata, key, "[]")).orElse(List.of());
    if (pair.size() == 2 && pair.get(0) instanceof Number a && pair.get(1) instanceof Number b) {
      double[] out = {a.doubleValue(), b.doubleValue()};
      if (out[0] < out[1] && Double.isFinite(out[1] - out[0])) {
        return out;
      }
    }
    throw malformed(source, key);
  }

  private static List<Citation> citations(Map<String, String> metadata, String source) {
    List<Citation> out = new ArrayList<>();
    for (Object o :
        Json.array(text(metadata, "references", "[]"))
            .orElseThrow(() -> malformed(source, "references"))) {
      if (!(o instanceof Map<?, ?> c)) {
        throw malformed(source, "references");
      }
      out.add(
          Citation.of(
              String.valueOf(c.get("authors")),
              String.valueOf(c.get("title")),
              Json.integer(c, "year", 0),
              String.valueOf(c.get("identifier"))));
    }
    return out;
  }

  private static InvalidInputException malformed(String source, String key) {
    return new InvalidInputException(
        "the model file " + source + " has no usable entry '" + PREFIX + key + "'",
        "use a .safetensors file that Tweedie or its training script wrote");
  }

  /**
   * The metadata of a new file.
   *
   * @param architecture the network
   * @param texts plain entries of the card, for example "licence"
   * @param sigma smallest and largest noise level
   */
  static Map<String, String> metadata(
      Architecture architecture, Map<String, String> texts, double[] sigma) {
    Map<String, String> out = new LinkedHashMap<>();
    out.put("format", "pt");
    out.put(PREFIX + "network", architecture.toJson());
    out.put(PREFIX + "valueRange", "[0.0, 1.0]");
    out.put(PREFIX + "sigmaRange", "[" + sigma[0] + ", " + sigma[1] + "]");
    texts.forEach((k, v) -> out.put(PREFIX + k, v));
    Map<String, Object> edm = new LinkedHashMap<>();
    edm.put("authors", NetworkPriors.EDM.authors());
    edm.put("title", NetworkPriors.EDM.title());
    edm.put("year", NetworkPriors.EDM.year());
    edm.put("identifier", NetworkPriors.EDM.identifier());
    out.put(PREFIX + "references", Json.text(List.of(edm)));
    return out;
  }
}
