package org.tweedie.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Provider;

/**
 * The options with which the rules run a sampler. A provider may state them in a resource {@code
 * META-INF/tweedie/conformance/ID.properties} beside its class, where options read {@code
 * name=value, name=value} and lists are separated by semicolons:
 *
 * <pre>
 * short    = steps=6
 * growing  = steps=20; steps=80; steps=320
 * stated   = steps=500
 * variants = gradient=norm; gradient=likelihood, transition=ddim
 * </pre>
 *
 * <p>Where it does not, {@code steps} is the budget, and every choice and flag is a variant.
 *
 * @param shortest a budget of a few steps, for the rules on behaviour and for probing
 * @param growing budgets along which a sampler declared exact must approach the posterior
 * @param stated the budget at which a sampler declared exact must be as good as exact draws
 * @param variants further options, each tried with the shortest budget
 */
public record Budgets(
    Map<String, String> shortest,
    List<Map<String, String>> growing,
    Map<String, String> stated,
    List<Map<String, String>> variants) {
  private static final String FOLDER = "/META-INF/tweedie/conformance/";

  /** Copies the collections. */
  public Budgets {
    shortest = Map.copyOf(shortest);
    growing = List.copyOf(growing);
    stated = Map.copyOf(stated);
    variants = List.copyOf(variants);
  }

  /** What the provider states, or else what its options suggest. */
  public static Budgets of(Provider provider) {
    Properties p = new Properties();
    try (InputStream in =
        provider.getClass().getResourceAsStream(FOLDER + provider.id() + ".properties")) {
      if (in != null) {
        p.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Budgets guess = guess(provider.options());
    return new Budgets(
        p.containsKey("short") ? options(p.getProperty("short")) : guess.shortest,
        p.containsKey("growing") ? list(p.getProperty("growing")) : guess.growing,
        p.containsKey("stated") ? options(p.getProperty("stated")) : guess.stated,
        p.containsKey("variants") ? list(p.getProperty("variants")) : guess.variants);
  }

  /** The same with further options, which every run gets. */
  Budgets with(Map<String, String> set) {
    return new Budgets(
        join(shortest, set),
        growing.stream().map(b -> join(b, set)).toList(),
        join(stated, set),
        variants);
  }

  /** One setting with another on top. */
  static Map<String, String> join(Map<String, String> base, Map<String, String> top) {
    Map<String, String> all = new LinkedHashMap<>(base);
    all.putAll(top);
    return all;
  }

  private static Budgets guess(List<OptionSpec> specs) {
    List<Map<String, String>> variants = new ArrayList<>();
    List<Map<String, String>> growing = new ArrayList<>();
    Map<String, String> shortest = Map.of();
    Map<String, String> stated = Map.of();
    for (OptionSpec s : specs) {
      if (s.name().equals("steps") && s.type() == OptionSpec.Type.INTEGER) {
        shortest = steps(s, 6);
        stated = steps(s, 500);
        growing.addAll(List.of(steps(s, 20), steps(s, 80), steps(s, 320)));
      }
      if (s.type() == OptionSpec.Type.CHOICE || s.type() == OptionSpec.Type.FLAG) {
        for (String choice : s.choices()) {
          if (!s.defaultValue().equals(java.util.Optional.of(choice))) {
            variants.add(Map.of(s.name(), choice));
          }
        }
      }
    }
    return new Budgets(shortest, growing, stated, variants);
  }

  private static Map<String, String> steps(OptionSpec s, int wanted) {
    long n = (long) Math.max(s.minimum(), Math.min(s.maximum(), wanted));
    return Map.of("steps", Long.toString(n));
  }

  private static List<Map<String, String>> list(String text) {
    List<Map<String, String>> all = new ArrayList<>();
    for (String part : text.split(";")) {
      if (!part.isBlank()) {
        all.add(options(part));
      }
    }
    return all;
  }

  private static Map<String, String> options(String text) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String pair : text.split(",")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        map.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
    return map;
  }
}
