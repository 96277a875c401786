/* ermine.h - mines the entities and relations of news text into a network: all public headers. */
#ifndef ERMINE_ERMINE_H
#define ERMINE_ERMINE_H

#include "ermine/analyze.h"
#include "ermine/document.h"
#include "ermine/draw.h"
#include "ermine/error.h"
#include "ermine/evaluate.h"
#include "ermine/exchange.h"
#include "ermine/facts.h"
#include "ermine/graph.h"
#include "ermine/knowledge.h"
#include "ermine/network.h"
#include "ermine/patterns.h"
#include "ermine/place.h"
#include "ermine/sink.h"
#include "ermine/store.h"
#include "ermine/train.h"
#include "ermine/weights.h"

#define ERMINE_VERSION "0.1.0"

#endif
