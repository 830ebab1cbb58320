package org.tweedie.engine.catalogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tweedie.api.error.UnknownIdException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;

/**
 * The providers that a program can use. Ids are unique across operators, priors and samplers. One
 * bad plug-in never takes another down: it is listed in {@link #rejected()}. Immutable.
 */
public final class Catalogue {
  private final Map<String, Found> found;
  private final List<Rejected> rejected;
  private final List<Command> commands;

  Catalogue(Map<String, Found> found, List<Rejected> rejected, List<Command> commands) {
    this.found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
    this.rejected = List.copyOf(rejected);
    this.commands = List.copyOf(commands);
  }

  /** The providers on the module path and the class path of this program. */
  public static Catalogue load() {
    return new Loading().program().finish();
  }

  /**
   * The providers of this program, and those of a plug-in directory: each of its folders is one
   * plug-in, whose jars form a module layer of their own.
   *
   * @param pluginDirectory a directory of folders; one that does not exist holds no plug-ins
   * @throws org.tweedie.api.error.ResourceException if the directory cannot be listed
   */
  public static Catalogue load(Path pluginDirectory) {
    return new Loading().program().plugins(pluginDirectory).finish();
  }

  /**
   * The given providers and no others: for programs that bring their own.
   *
   * @param providers operators, priors and samplers, in any order
   */
  public static Catalogue of(Provider... providers) {
    Loading l = new Loading();
    for (Provider p : providers) {
      l.addGiven(p);
    }
    return l.finish();
  }

  /** Every provider that can be used, operators first, then priors, then samplers, by id. */
  public List<Found> found() {
    return List.copyOf(found.values());
  }

  /** Every provider of one kind that can be used, by id. */
  public List<Found> found(Kind kind) {
    return found.values().stream().filter(f -> f.kind() == kind).toList();
  }

  /** What was refused, and why. */
  public List<Rejected> rejected() {
    return rejected;
  }

  /** The subcommands that modules contribute, by id. */
  public List<Command> commands() {
    return commands;
  }

  /**
   * The provider of an id, of whatever kind.
   *
   * @throws UnknownIdException if there is none
   */
  public Found find(String id) {
    Found f = found.get(id);
    if (f == null) {
      throw new UnknownIdException("provider", id, found.keySet());
    }
    return f;
  }

  /**
   * The operator of an id.
   *
   * @throws UnknownIdException if there is none
   */
  public OperatorProvider operator(String id) {
    return (OperatorProvider) lookup(Kind.OPERATOR, id);
  }

  /**
   * The prior of an id.
   *
   * @throws UnknownIdException if there is none
   */
  public PriorProvider prior(String id) {
    return (PriorProvider) lookup(Kind.PRIOR, id);
  }

  /**
   * The sampler of an id.
   *
   * @throws UnknownIdException if there is none
   */
  public SamplerProvider sampler(String id) {
    return (SamplerProvider) lookup(Kind.SAMPLER, id);
  }

  /**
   * The prior that reads a model file, by the suffix of its name.
   *
   * @throws UnsupportedProblemException if no prior or more than one reads such files
   */
  public PriorProvider priorForFile(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    List<PriorProvider> readers = new ArrayList<>();
    List<String> suffixes = new ArrayList<>();
    for (Found f : found(Kind.PRIOR)) {
      PriorProvider p = (PriorProvider) f.provider();
      if (p.fileOption().isEmpty()) {
        continue;
      }
      suffixes.addAll(p.fileSuffixes());
      if (p.fileSuffixes().stream().anyMatch(s -> name.endsWith(s.toLowerCase(Locale.ROOT)))) {
        readers.add(p);
      }
    }
    if (readers.size() == 1) {
      return readers.get(0);
    }
    if (readers.isEmpty()) {
      throw new UnsupportedProblemException(
          "no installed prior reads the model file " + file,
          suffixes.isEmpty()
              ? "install a prior that reads model files"
              : "give a file that ends in one of " + String.join(", ", suffixes));
    }
    throw new UnsupportedProblemException(
        "several priors read the model file "
            + file
            + ": "
            + String.join(", ", readers.stream().map(Provider::id).toList()),
        "name one of them, and give the file as its option");
  }

  /**
   * What a provider of this catalogue is given when it makes something: its options, and the other
   * providers to build on.
   *
   * @param provider who is given it
   * @param options bound to its declarations
   */
  public Context context(Provider provider, Options options) {
    return new CatalogueLookup(this).context(provider, options);
  }

  private Provider lookup(Kind kind, String id) {
    Found f = found.get(id);
    if (f == null || f.kind() != kind) {
      throw new UnknownIdException(kind.word(), id, found(kind).stream().map(Found::id).toList());
    }
    return f.provider();
  }
}
