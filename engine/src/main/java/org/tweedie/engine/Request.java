package org.tweedie.engine;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.engine.run.PreparedProblem;

/** What to reconstruct, and how. Immutable; made by {@link #builder()}. */
public final class Request {
  /** Images that go through a prior at once unless another limit is set. */
  public static final int DEFAULT_BATCH_LIMIT = PreparedProblem.DEFAULT_BATCH_LIMIT;

  private final String operator;
  private final Map<String, Field> inputs;
  private final Optional<String> prior;
  private final Optional<Path> priorFile;
  private final String sampler;
  private final Map<String, String> options;
  private final Map<String, UnknownPrior> unknowns;
  private final int samples;
  private final long seed;
  private final int batchLimit;
  private final Optional<Field> reference;

  /**
   * The prior of an unknown parameter.
   *
   * @param prior its id
   * @param options its options, by bare name
   */
  public record UnknownPrior(String prior, Map<String, String> options) {
    /** Copies the options. */
    public UnknownPrior {
      options = Map.copyOf(options);
    }
  }

  private Request(Builder b) {
    operator = b.operator;
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(b.inputs));
    prior = b.prior;
    priorFile = b.priorFile;
    sampler = b.sampler;
    options = Collections.unmodifiableMap(new LinkedHashMap<>(b.options));
    unknowns = Collections.unmodifiableMap(new LinkedHashMap<>(b.unknowns));
    samples = b.samples;
    seed = b.seed;
    batchLimit = b.batchLimit;
    reference = b.reference;
    if (prior.isEmpty() && priorFile.isEmpty()) {
      throw new InvalidInputException("no prior was named", "give its id or a model file");
    }
    atLeastOne("number of samples", samples);
    atLeastOne("batch limit", batchLimit);
  }

  /** The id of the forward operator. */
  public String operator() {
    return operator;
  }

  /** The operator's named inputs by id, {@link OperatorProvider#DATA} among them. */
  public Map<String, Field> inputs() {
    return inputs;
  }

  /** The id of the prior; empty if {@link #priorFile} names its provider by its suffix. */
  public Optional<String> prior() {
    return prior;
  }

  /** A model file for the prior. */
  public Optional<Path> priorFile() {
    return priorFile;
  }

  /** The id of the sampler. */
  public String sampler() {
    return sampler;
  }

  /**
   * Options as text: {@code operator.x}, {@code prior.x}, {@code sampler.x}, or a bare name that
   * only one of the three has.
   */
  public Map<String, String> options() {
    return options;
  }

  /** The priors of unknown parameters, by the parameters' names. */
  public Map<String, UnknownPrior> unknowns() {
    return unknowns;
  }

  /**
   * Number of samples to draw, at least 1. A method whose chains return several runs as many chains
   * as give at least these.
   */
  public int samples() {
    return samples;
  }

  /** The seed; every value is one, 0 too. */
  public long seed() {
    return seed;
  }

  /**
   * The largest number of images that go through the prior at once, at least 1; more run one batch
   * after another, with the same outcome.
   */
  public int batchLimit() {
    return batchLimit;
  }

  /**
   * The true image if it is known, of the shape of the operator's images, real (a magnitude) or
   * complex, in the data's units.
   */
  public Optional<Field> reference() {
    return reference;
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new InvalidOptionException("the " + what + " is " + value, "give at least 1");
    }
  }

  /** A builder with one sample, seed 0 and no options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a request. */
  public static final class Builder {
    private final Map<String, Field> inputs = new LinkedHashMap<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private String operator = "";
    private Optional<String> prior = Optional.empty();
    private Optional<Path> priorFile = Optional.empty();
    private String sampler = "";
    private final Map<String, UnknownPrior> unknowns = new LinkedHashMap<>();
    private int samples = 1;
    private long seed;
    private int batchLimit = DEFAULT_BATCH_LIMIT;
    private Optional<Field> reference = Optional.empty();

    private Builder() {}

    /** The id of the forward operator. */
    public Builder operator(String id) {
      operator = id;
      return this;
    }

    /**
     * One named input.
     *
     * @param id its id in the operator's declaration, for example "data" or "mask"
     * @param value its value; not to be written to until the session is closed
     */
    public Builder input(String id, Field value) {
      inputs.put(id, value);
      return this;
    }

    /** The id of the prior. */
    public Builder prior(String id) {
      prior = Optional.of(id);
      return this;
    }

    /** A model file for the prior; without an id its suffix tells which prior reads it. */
    public Builder priorFile(Path file) {
      priorFile = Optional.of(file);
      return this;
    }

    /** The id of the sampler. */
    public Builder sampler(String id) {
      sampler = id;
      return this;
    }

    /**
     * One option.
     *
     * @param name with its prefix ("sampler.steps"), or bare ("steps") if only one of operator,
     *     prior and sampler has it
     * @param value as text
     */
    public Builder option(String name, String value) {
      options.put(name, value);
      return this;
    }

    /** Several options. */
    public Builder options(Map<String, String> more) {
      options.putAll(more);
      return this;
    }

    /** Number of samples. */
    public Builder samples(int n) {
      samples = n;
      return this;
    }

    /**
     * Makes a parameter of the operator unknown.
     *
     * @param parameter its name
     * @param priorId the id of its prior
     * @param priorOptions options of that prior, by bare name
     */
    public Builder unknown(String parameter, String priorId, Map<String, String> priorOptions) {
      unknowns.put(parameter, new UnknownPrior(priorId, priorOptions));
      return this;
    }

    /** The seed. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** The largest number of images that go through the prior at once. */
    public Builder batchLimit(int n) {
      batchLimit = n;
      return this;
    }

    /** The true image. */
    public Builder reference(Field image) {
      reference = Optional.of(image);
      return this;
    }

    /**
     * The request.
     *
     * @throws org.tweedie.api.error.TweedieException if no prior is named or a number is below 1
     */
    public Request build() {
      return new Request(this);
    }
  }
}
