package org.tweedie.api.spi;

/**
 * A publication that a user of a method should cite.
 *
 * @param authors for example "Chung, Kim, Mccann, Klasky, Ye"
 * @param title the title
 * @param year the year
 * @param identifier an arXiv id, DOI or venue, for example "arXiv:2209.14687"
 */
public record Citation(String authors, String title, int year, String identifier) {
  @Override
  public String toString() {
    return authors + " (" + year + "), " + title + ", " + identifier;
  }
}
