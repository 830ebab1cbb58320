package org.tweedie.api.spi.sampler;

/** What a sampler claims of the law of its output. Immutable. */
public final class Exactness {
  /** The claim. */
  public enum Kind {
    /** The law of the output tends to the posterior in the stated limit. */
    EXACT_IN_LIMIT,
    /** The law is known to differ from the posterior, as stated. */
    BIASED,
    /** The output is an estimate, and the spread of outputs is not the posterior's. */
    POINT_ESTIMATE
  }

  private final Kind kind;
  private final String statement;
  private final boolean affine;

  private Exactness(Kind kind, String statement, boolean affine) {
    this.kind = kind;
    this.statement = statement;
    this.affine = affine;
  }

  /**
   * The output tends to the posterior.
   *
   * @param statement one sentence: in which limit
   */
  public static Exactness exactInLimit(String statement) {
    return new Exactness(Kind.EXACT_IN_LIMIT, statement, false);
  }

  /**
   * The law of the output differs from the posterior.
   *
   * @param statement one sentence: with which bias
   */
  public static Exactness biased(String statement) {
    return new Exactness(Kind.BIASED, statement, false);
  }

  /**
   * The output is an estimate.
   *
   * @param statement one sentence: of what, and which objective it minimises
   */
  public static Exactness pointEstimate(String statement) {
    return new Exactness(Kind.POINT_ESTIMATE, statement, false);
  }

  /**
   * The same, with the statement whether, with these options, on a linear-Gaussian problem with a
   * Gaussian prior, the output is an affine function of the noise; then the suite probes its law.
   */
  public Exactness affine(boolean is) {
    return new Exactness(kind, statement, is);
  }

  /** The claim. */
  public Kind kind() {
    return kind;
  }

  /** One sentence: in which limit, or with which bias. */
  public String statement() {
    return statement;
  }

  /** Whether the output is an affine function of the noise; see {@link #affine(boolean)}. */
  public boolean affine() {
    return affine;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Exactness e
        && e.kind == kind
        && e.affine == affine
        && e.statement.equals(statement);
  }

  @Override
  public int hashCode() {
    return statement.hashCode();
  }

  @Override
  public String toString() {
    return kind + ": " + statement;
  }
}
