// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "models.h"

#include <Chakra/Chakra>

#include <QDebug>

// What a program may write: every template of the public headers is used once.

using namespace Qt::StringLiterals;

using Chakra::f;

namespace {

Chakra::Result<void> fill(Chakra::Session &session)
{
    auto *customer = session.create<Customer>(f<&Customer::name> = u"Ann"_s, f<&Customer::email> = std::nullopt);
    auto *order = new Order;
    order->setCustomer(customer);
    order->setTotal(Cents(1200));
    order->setKind(Order::Parcel);
    order->setDiscount(0.5);
    auto *label = new Label;
    label->setText(u"urgent"_s);
    if (auto added = session.addAll({order}); !added)
        return added.error();
    if (auto added = session.add(label); !added)
        return added.error();
    if (auto added = order->labels().add(label); !added)
        return added.error();
    return session.commit();
}

qint64 ask(Chakra::Session &session)
{
    qint64 found = 0;
    const auto orders = Order::objects(session);
    found += orders.filter("customer__name", "Ann").count().valueOr(0);
    found += orders.filter({{"paid", false}, {"kind", Order::Parcel}}).count().valueOr(0);
    found += orders.filter("id__in", {1, 2, 3}).exclude("note", nullptr).count().valueOr(0);
    found += orders.filter((f<&Order::customer, &Customer::name>.startsWith("A") || f<&Order::version> >= 1)
                           && !(f<&Order::paid> == true) && f<&Order::kind> != Order::Letter
                           && f<&Order::createdAt>.year() > 2000 && f<&Order::id>.in({1, 2})
                           && f<&Order::discount> != std::nullopt)
                     .count()
                     .value();
    for (Order *order : orders.selectRelated("customer").prefetchRelated("labels", f<&Order::customer, &Customer::orders>)
                                .orderBy("-createdAt", f<&Order::id>.asc())
                                .only("total", f<&Order::kind>)
                                .limit(10)
                                .all()) {
        for (const Label *label : order->labels())
            found += label->text().size();
        if (auto loaded = order->load<&Order::customer>(); loaded)
            found += loaded.value()->orders().query().filter(f<&Order::paid> == false).count().value();
    }
    const auto prefetched = Customer::objects(session)
                                    .prefetchRelated(Chakra::Prefetch(f<&Customer::orders>, orders.filter("paid", true)))
                                    .all();
    if (prefetched && Chakra::prefetchRelatedObjects(prefetched.value(), "sponsor", f<&Customer::sponsored>))
        found += prefetched->size();
    if (orders.exists().value() && orders.forEach([](const Order *order) { return order->paid(); }))
        ++found;
    found += orders.update(f<&Order::paid> = true, f<&Order::rate> = 1.5).valueOr(0);
    found += Label::objects(session).inBulk({1, 2}).value().size();
    if (const Customer *customer = Customer::objects(session).find(1))
        found += customer->orders().size();
    return found;
}

} // namespace

int main()
{
    Chakra::registerModels<Customer, Order, Label>();
    auto opened = Chakra::Database::open("sqlite::memory:");
    if (!opened)
        return 1;
    Chakra::Database database = opened.value();
    if (!database.createTables<Customer, Order, Label>())
        return 1;
    Chakra::Session session(database);
    Chakra::StatementRecorder recorder(session);
    const auto done = session.transact([&session] { return Chakra::Result<qint64>(ask(session)); });
    try {
        fill(session).value();
    } catch (const Chakra::ErrorException &failure) {
        qWarning() << failure.error() << done.ok();
    }
    for (const Chakra::Statement &statement : recorder.statements())
        qDebug() << statement.sql << statement.rows;
    return 0;
}
