package org.tweedie.api.spi;

/** A publication that a user of a method should cite. */
public final class Citation {
  private final String authors;
  private final String title;
  private final int year;
  private final String identifier;

  private Citation(String authors, String title, int year, String identifier) {
    this.authors = authors;
    this.title = title;
    this.year = year;
    this.identifier = identifier;
  }

  /**
   * A citation.
   *
   * @param authors for example "Chung, Kim, Mccann, Klasky, Ye"
   * @param title the title
   * @param year the year
   * @param identifier an arXiv id, DOI or venue, for example "arXiv:2209.14687"
   */
  public static Citation of(String authors, String title, int year, String identifier) {
    return new Citation(authors, title, year, identifier);
  }

  /** The authors. */
  public String authors() {
    return authors;
  }

  /** The title. */
  public String title() {
    return title;
  }

  /** The year. */
  public int year() {
    return year;
  }

  /** An arXiv id, DOI or venue. */
  public String identifier() {
    return identifier;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Citation c && c.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return authors + " (" + year + "), " + title + ", " + identifier;
  }
}
