pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// The machine itself: network, outbox, disk, memory, clock, temperature, versions.
KioskPage {
    id: root
    heading: qsTr("系统")
    lead: page.facts.every(fact => fact.ok) ? qsTr("没有需要处理的。") : qsTr("带感叹号的需要处理。")

    FactTable {
        Layout.fillWidth: true
        facts: root.page.facts
    }
    Item { Layout.fillHeight: true }
    actions: KioskButton {
        objectName: "choose_again"
        Layout.fillWidth: true
        Layout.fillHeight: true
        look: KioskButton.Ink
        symbol: "refresh-cw"
        text: qsTr("再看一次")
        onClicked: Shell.answer("choose", "again")
    }
}
