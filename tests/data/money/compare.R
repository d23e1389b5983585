# Money poverty and inequality of survey.csv by R, for comparison. From the repository's root:
#
#     Rscript tests/data/money/compare.R > tests/data/money/r_results.csv
#
# Packages: survey (ratios, totals, contrasts by the delta method, jackknife replicates JKn) and
# laeken (Gini, quintile share ratio, at-risk-of-poverty rate). convey is not in Debian and was not used.
# method: linearised   survey's own Taylor linearisation (svyratio; svycontrast of svytotal)
#         jackknife    survey's as.svrepdesign(type = "JKn") with withReplicates, of functions written here
#         laeken       laeken's point estimate

suppressMessages({library(survey); library(laeken)})
options(survey.lonely.psu = "fail")
d <- read.csv("tests/data/money/survey.csv", na.strings = "")
d$known <- !is.na(d$income_year_baht) & !is.na(d$members)
d$y <- ifelse(d$known, d$income_year_baht / d$members, 0)
d$pw <- ifelse(is.na(d$members), 0, d$members)   # persons of a household
d$one <- d$pw * d$known
d$inc <- d$y * d$one
d$pos <- d$one * (d$y > 0)
d$posinc <- d$y * d$pos
d$posylny <- ifelse(d$pos > 0, d$y * log(pmax(d$y, 1e-9)), 0) * d$pos
d$poslny <- ifelse(d$pos > 0, log(pmax(d$y, 1e-9)), 0) * d$pos
d$p <- ifelse(is.na(d$poor) | is.na(d$members), 0, d$poor) * d$pw
d$pc <- d$p * d$score
d$pcc <- d$p * d$score^2
des <- svydesign(ids = ~village, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)

out <- data.frame()
put <- function(statistic, cutoff, by, group, component, method, estimate, se)
  out <<- rbind(out, data.frame(statistic, cutoff, by, group, component, method,
                                estimate = as.numeric(estimate), se = as.numeric(se)))
ratio <- function(num, den, design = des) {
  r <- svyratio(as.formula(paste("~", num)), as.formula(paste("~", den)), design)
  c(coef(r), sqrt(vcov(r)))
}

# FGT at two lines, of all and by group; contributions; shares of persons; mean income.
lines <- c(38000, 33636)
domains <- list(c("", ""))
for (by in c("region", "head_sex")) for (g in sort(unique(d[[by]]))) domains <- c(domains, list(c(by, g)))
for (dom in domains) {
  inside <- if (dom[1] == "") rep(TRUE, nrow(d)) else d[[dom[1]]] == dom[2]
  des$variables$one_g <- d$one * inside
  des$variables$inc_g <- d$inc * inside
  m <- ratio("inc_g", "one_g"); put("mean_income", "", dom[1], dom[2], "total", "linearised", m[1], m[2])
  if (dom[1] != "") {
    m <- ratio("one_g", "one"); put("population_share", "", dom[1], dom[2], "total", "linearised", m[1], m[2])
  }
  for (z in lines) for (a in 0:2) {
    gap <- ifelse(d$y < z, ((z - d$y) / z)^a, 0) * d$one
    des$variables$gap <- gap
    des$variables$gap_g <- gap * inside
    m <- ratio("gap_g", "one_g"); put(paste0("fgt", a), z, dom[1], dom[2], "total", "linearised", m[1], m[2])
    if (dom[1] != "") {
      m <- ratio("gap_g", "one"); put(paste0("fgt", a, "_contribution"), z, dom[1], dom[2], "total", "linearised", m[1], m[2])
      m <- ratio("gap_g", "gap"); put(paste0("fgt", a, "_contribution_percent"), z, dom[1], dom[2], "total", "linearised", 100 * m[1], 100 * m[2])
    }
  }
}

# Theil and inequality among the poor: functions of totals, so survey's delta method gives them exactly.
for (dom in domains) {
  inside <- if (dom[1] == "") rep(TRUE, nrow(d)) else d[[dom[1]]] == dom[2]
  for (v in c("pos", "posinc", "posylny", "poslny", "p", "pc", "pcc")) des$variables[[paste0(v, "_g")]] <- d[[v]] * inside
  t <- svytotal(~pos_g + posinc_g + posylny_g + poslny_g, des)
  s <- svycontrast(t, quote(posylny_g / posinc_g - log(posinc_g / pos_g)))
  put("theil_t", "", dom[1], dom[2], "total", "linearised", coef(s), SE(s))
  s <- svycontrast(t, quote(log(posinc_g / pos_g) - poslny_g / pos_g))
  put("theil_l", "", dom[1], dom[2], "total", "linearised", coef(s), SE(s))
  t <- svytotal(~p_g + pc_g + pcc_g, des)
  s <- svycontrast(t, quote(4 * (pcc_g / p_g - (pc_g / p_g)^2)))
  put("inequality_among_poor", "", dom[1], dom[2], "total", "linearised", coef(s), SE(s))
}
contrast <- function(statistic, by, component, totals, expression) {
  s <- svycontrast(totals, expression)
  put(statistic, "", by, "", component, "linearised", coef(s), SE(s))
}
plus <- function(terms) Reduce(function(a, b) call("+", a, b), terms)
for (by in c("region", "head_sex")) {
  gs <- sort(unique(d[[by]])); names <- c()
  for (i in seq_along(gs)) for (v in c("pos", "posinc", "p", "pc")) {
    des$variables[[paste0(v, i)]] <- d[[v]] * (d[[by]] == gs[i]); names <- c(names, paste0(v, i))
  }
  t <- svytotal(as.formula(paste("~ pos + posinc + posylny + poslny + p + pc + pcc +", paste(names, collapse = "+"))), des)
  n <- function(v, i) as.name(paste0(v, i)); is <- seq_along(gs)
  tb <- plus(lapply(is, function(i) bquote(.(n("posinc", i)) / posinc * log(.(n("posinc", i)) / .(n("pos", i))))))
  contrast("theil_t", by, "between", t, bquote(.(tb) - log(posinc / pos)))
  contrast("theil_t", by, "within", t, bquote(posylny / posinc - (.(tb))))
  lb <- plus(lapply(is, function(i) bquote(.(n("pos", i)) / pos * log(.(n("posinc", i)) / .(n("pos", i))))))
  contrast("theil_l", by, "between", t, bquote(log(posinc / pos) - (.(lb))))
  contrast("theil_l", by, "within", t, bquote(.(lb) - poslny / pos))
  contrast("theil_l_percent", by, "between", t, bquote(100 * (log(posinc / pos) - (.(lb))) / (log(posinc / pos) - poslny / pos)))
  pb <- plus(lapply(is, function(i) bquote(.(n("pc", i))^2 / .(n("p", i)))))
  contrast("inequality_among_poor", by, "between", t, bquote(4 * ((.(pb)) / p - (pc / p)^2)))
  contrast("inequality_among_poor", by, "within", t, bquote(4 * (pcc / p - (.(pb)) / p)))
}

# Gini, shares and Palma: jackknife replicates of functions written out plainly.
rep <- as.svrepdesign(des, type = "JKn")
sorted <- function(w, y) { o <- order(y); list(w = w[o], y = y[o], c = cumsum(w[o])) }
gini_of <- function(w, y) { s <- sorted(w, y); sum(s$w * s$y * (2 * s$c - s$w)) / (sum(w) * sum(w * y)) - 1 }
poorest <- function(w, y, p) { s <- sorted(w, y); sum(s$y * pmin(pmax(p * sum(w) - (s$c - s$w), 0), s$w)) }
share_of <- function(w, y, from, to)
  ((if (to < 1) poorest(w, y, to) else sum(w * y)) - (if (from > 0) poorest(w, y, from) else 0)) / sum(w * y)
between_gini <- function(w, y, g) {
  n <- tapply(w, g, sum); t <- tapply(w * y, g, sum)
  gini_of(as.numeric(n), as.numeric(t / n))
}
within_gini <- function(w, y, g) {
  sum(sapply(unique(g), function(k) { i <- g == k
    gini_of(w[i], y[i]) * sum(w[i]) * sum(w[i] * y[i]) })) / (sum(w) * sum(w * y))
}
replicate_of <- function(f, rows) withReplicates(rep, function(w, data) f((w * data$one)[rows], data$y[rows]))
for (dom in domains) {
  rows <- d$one > 0 & (if (dom[1] == "") TRUE else d[[dom[1]]] == dom[2])
  jack <- function(statistic, f) { r <- replicate_of(f, rows)
    put(statistic, "", dom[1], dom[2], "total", "jackknife", coef(r), SE(r)) }
  jack("gini", gini_of)
  for (q in 1:5) jack(paste0("quintile_share_", q), function(w, y) share_of(w, y, (q - 1) / 5, q / 5))
  jack("share_bottom_40", function(w, y) share_of(w, y, 0, .4))
  jack("share_top_10", function(w, y) share_of(w, y, .9, 1))
  jack("palma", function(w, y) share_of(w, y, .9, 1) / share_of(w, y, 0, .4))
  jack("s80_s20", function(w, y) share_of(w, y, .8, 1) / share_of(w, y, 0, .2))
}
rows <- d$one > 0
for (by in c("region", "head_sex")) {
  g <- d[[by]][rows]
  parts <- list(between = function(w, y) between_gini(w, y, g), within = function(w, y) within_gini(w, y, g),
                overlap = function(w, y) gini_of(w, y) - between_gini(w, y, g) - within_gini(w, y, g))
  for (part in names(parts)) { r <- replicate_of(parts[[part]], rows)
    put("gini", "", by, "", part, "jackknife", coef(r), SE(r)) }
}

# laeken: point estimates, and its own bootstrap for the Gini.
known <- d[rows, ]; known$hw <- known$weight * known$members
put("gini", "", "", "", "total", "laeken", gini(known$y, weights = known$hw)$value / 100, NA)
put("s80_s20", "", "", "", "total", "laeken", qsr(known$y, weights = known$hw)$value, NA)
threshold <- arpt(known$y, weights = known$hw, p = 0.6)
put("fgt0", formatC(threshold, format = "f", digits = 9, drop0trailing = TRUE), "", "", "total", "laeken",
    arpr(known$y, weights = known$hw, p = 0.6)$value / 100, NA)
boot <- gini(known$y, weights = known$hw, design = as.integer(factor(known$stratum)),
             cluster = as.integer(factor(paste(known$stratum, known$village))),
             var = "bootstrap", bootType = "naive", R = 2000, seed = 2564)
put("gini", "", "", "", "total", "laeken-bootstrap", boot$value / 100, sqrt(boot$var) / 100)

cat("# Written by tests/data/money/compare.R from survey.csv (make_survey.py): do not edit.\n")
cat("# Command: Rscript tests/data/money/compare.R > tests/data/money/r_results.csv\n")
cat("# ", R.version.string, "; survey ", as.character(packageVersion("survey")), "; laeken ",
    as.character(packageVersion("laeken")), "\n", sep = "")
out$estimate <- formatC(out$estimate, digits = 15, format = "g")
out$se <- ifelse(is.na(out$se), "", formatC(out$se, digits = 15, format = "g"))
write.csv(out, stdout(), row.names = FALSE, quote = FALSE)
