package org.tweedie.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.Suggestion;

/**
 * What to reconstruct and how, as a job file or the command line says it. Everything may be absent:
 * a job file is completed by flags.
 *
 * @param title what is reconstructed, in words
 * @param operator id of the operator
 * @param inputs files by the operator's input ids
 * @param prior id of a prior, or a model file
 * @param sampler id of the sampler
 * @param options by name, as text; {@code unknown.NAME.x} for the prior of an unknown parameter
 * @param unknowns ids of the priors of unknown parameters, by the parameters' names
 * @param samples number of samples
 * @param seed the seed
 * @param batchLimit images that a prior sees at once
 * @param reference file of the true image
 * @param plugins directory of plug-ins
 */
record Job(
    Optional<String> title,
    Optional<String> operator,
    Map<String, String> inputs,
    Optional<String> prior,
    Optional<String> sampler,
    Map<String, String> options,
    Map<String, String> unknowns,
    OptionalInt samples,
    OptionalLong seed,
    OptionalInt batchLimit,
    Optional<String> reference,
    Optional<String> plugins) {

  private static final List<String> KEYS =
      List.of(
          "title",
          "operator",
          "inputs",
          "prior",
          "sampler",
          "options",
          "unknowns",
          "samples",
          "chains",
          "seed",
          "batchLimit",
          "reference",
          "plugins");

  /**
   * Reads a job file. Relative paths in it are relative to its folder.
   *
   * @throws org.tweedie.api.error.TweedieException if it cannot be read or says something unknown
   */
  static Job read(Path file) {
    Map<String, Object> json = Json.read(file);
    for (String key : json.keySet()) {
      if (!KEYS.contains(key)) {
        throw bad(
            file,
            "has an unknown entry '" + key + "'" + Suggestion.hint(key, KEYS),
            "choose from " + String.join(", ", KEYS));
      }
    }
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    Map<String, String> inputs = strings(json, "inputs", file);
    inputs.replaceAll((id, path) -> within(folder, path, file));
    return new Job(
        string(json, "title", file),
        string(json, "operator", file),
        inputs,
        string(json, "prior", file).map(p -> priorPath(folder, p, file)),
        string(json, "sampler", file),
        strings(json, "options", file),
        strings(json, "unknowns", file),
        samples(json, file),
        number(json, "seed", file).map(OptionalLong::of).orElse(OptionalLong.empty()),
        number(json, "batchLimit", file)
            .map(v -> OptionalInt.of(small(v, "batchLimit", file)))
            .orElse(OptionalInt.empty()),
        string(json, "reference", file).map(p -> within(folder, p, file)),
        string(json, "plugins", file).map(p -> within(folder, p, file)));
  }

  /** This job where {@code over} says nothing, and {@code over} where it does. */
  Job overlaid(Job over) {
    Map<String, String> allInputs = new LinkedHashMap<>(inputs);
    allInputs.putAll(over.inputs);
    Map<String, String> allOptions = new LinkedHashMap<>(options);
    // "steps" and "sampler.steps" may be two names of one option: the later one counts.
    over.options.keySet().forEach(o -> allOptions.keySet().removeIf(mine -> same(mine, o)));
    allOptions.putAll(over.options);
    return new Job(
        over.title.or(() -> title),
        over.operator.or(() -> operator),
        allInputs,
        over.prior.or(() -> prior),
        over.sampler.or(() -> sampler),
        allOptions,
        over.unknowns.isEmpty() ? unknowns : over.unknowns,
        over.samples.isPresent() ? over.samples : samples,
        over.seed.isPresent() ? over.seed : seed,
        over.batchLimit.isPresent() ? over.batchLimit : batchLimit,
        over.reference.or(() -> reference),
        over.plugins.or(() -> plugins));
  }

  private static boolean same(String a, String b) {
    return bare(a).equals(bare(b)) && (a.equals(b) || a.equals(bare(a)) || b.equals(bare(b)));
  }

  /** The name of an option without its prefix, if it has one. */
  private static String bare(String option) {
    return option.replaceFirst("^(operator|prior|sampler)\\.", "");
  }

  /** The entries of a job file, without those that are absent. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    title.ifPresent(v -> json.put("title", v));
    operator.ifPresent(v -> json.put("operator", v));
    json.put("inputs", inputs);
    prior.ifPresent(v -> json.put("prior", v));
    sampler.ifPresent(v -> json.put("sampler", v));
    json.put("options", options);
    if (!unknowns.isEmpty()) {
      json.put("unknowns", unknowns);
    }
    samples.ifPresent(v -> json.put("samples", v));
    seed.ifPresent(v -> json.put("seed", v));
    batchLimit.ifPresent(v -> json.put("batchLimit", v));
    reference.ifPresent(v -> json.put("reference", v));
    plugins.ifPresent(v -> json.put("plugins", v));
    return json;
  }

  /** Their number, under its name or the other one that it has. */
  private static OptionalInt samples(Map<String, Object> json, Path file) {
    if (json.containsKey("samples") && json.containsKey("chains")) {
      throw bad(file, "has both 'samples' and 'chains'", "give one: they are the same");
    }
    String key = json.containsKey("chains") ? "chains" : "samples";
    return number(json, key, file)
        .map(v -> OptionalInt.of(small(v, key, file)))
        .orElse(OptionalInt.empty());
  }

  /** A prior that is a file beside the job is meant as that file, anything else as an id. */
  private static String priorPath(Path folder, String prior, Path job) {
    String file = within(folder, prior, job);
    return Files.isRegularFile(Path.of(file)) ? file : prior;
  }

  /** A path of the job file as one that can be used from anywhere. */
  private static String within(Path folder, String path, Path job) {
    try {
      return folder.resolve(path).normalize().toString();
    } catch (InvalidPathException e) {
      throw bad(job, "has the path '" + path + "'", Failures.remedy(e));
    }
  }

  private static Optional<String> string(Map<String, Object> json, String key, Path file) {
    Object v = json.get(key);
    if (v == null || v instanceof String) {
      return Optional.ofNullable((String) v);
    }
    throw bad(file, "has " + v + " for '" + key + "'", "give a text in quotes");
  }

  private static Map<String, String> strings(Map<String, Object> json, String key, Path file) {
    Map<String, String> out = new LinkedHashMap<>();
    Object v = json.get(key);
    if (v instanceof Map<?, ?> m) {
      m.forEach(
          (name, value) -> {
            if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
              throw bad(
                  file,
                  "has " + value + " for '" + name + "' in '" + key + "'",
                  "give a text in quotes, a number, true or false, or leave it out");
            }
            out.put(String.valueOf(name), value.toString());
          });
    } else if (v != null) {
      throw bad(file, "has " + v + " for '" + key + "'", "give an object: {\"name\": \"value\"}");
    }
    return out;
  }

  private static Optional<Long> number(Map<String, Object> json, String key, Path file) {
    Object v = json.get(key);
    if (v == null) {
      return Optional.empty();
    }
    if (v instanceof Integer || v instanceof Long) {
      return Optional.of(((Number) v).longValue());
    }
    if (v instanceof String) {
      throw bad(
          file,
          "has the text \"" + v + "\" for '" + key + "'",
          "give a whole number without quotes");
    }
    throw bad(file, "has " + v + " for '" + key + "'", "give a whole number");
  }

  private static int small(long v, String key, Path file) {
    if (v < 1 || v > Integer.MAX_VALUE) {
      throw bad(file, "has " + v + " for '" + key + "'", "give at least 1");
    }
    return (int) v;
  }

  private static InvalidInputException bad(Path file, String problem, String remedy) {
    return new InvalidInputException("the job file " + file + " " + problem, remedy);
  }
}
